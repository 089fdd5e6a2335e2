package io.correlator.cli;

import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.Source;
import io.correlator.core.Correlator;
import io.correlator.core.plugin.Plugins;
import io.correlator.sources.FileSource;
import io.correlator.sources.FollowSource;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads whole files and shows the events found in them. */
@Command(
    name = "process",
    description = "Reads log files and prints the events found in them.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  correlator process /var/log/auth.log",
      "  correlator process --module sshd,threshold=3,window=1m --output jsonl /var/log",
      "  correlator process --rules rules --output jsonl /var/log/auth.log",
      "  correlator process --follow --from end --rules rules /var/log/auth.log",
      "  correlator process --formats formats.yml --format shop --multiline traces shop.log",
      "  correlator process --data state --listener csv,directory=audit auth.log",
      "  zcat old.gz | correlator process --listener csv,directory=audit -",
    })
final class ProcessCommand implements Main.Action, EngineRun.Input {
  /** The source whose state is saved: the next run finds it, whatever files that is given. */
  private static final String SAVED_SOURCE = "input";

  private static final String SAVED_FOLLOWED = "followed";

  private static final String BEGINNING = "beginning";
  private static final String END = "end";

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE|DIR|-",
      description =
          "Files (plain, gzip or .evtx), folders (all files in them), or - for standard input; read in the"
              + " order given.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--follow",
      description =
          "Go on with what is written to the files, across their rotation, until Ctrl-C or a signal;"
              + " with files that are made later, too, in folders and for patterns such as"
              + " '/var/log/*.log'.")
  private boolean follow;

  @Option(
      names = "--from",
      paramLabel = "beginning|end",
      description =
          "With --follow: where files are begun of which no saved state knows. Default: beginning.")
  private @Nullable String from;

  @Mixin private InputOptions inputOptions = new InputOptions();

  @Mixin private MultilineOption multiline = new MultilineOption();

  @Option(
      names = "--year",
      paramLabel = "YEAR",
      description =
          "The year of dates that carry none. Default: near the file's last modification.")
  private @Nullable Integer year;

  @Option(
      names = "--close-at-end",
      description =
          "Let time go on at the end of the input until nothing waits for it: what is missing by"
              + " then is told, flagged at-end. Not with --data.")
  private boolean closeAtEnd;

  @Mixin private EngineOptions engine = new EngineOptions();

  ProcessCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    return EngineRun.of(terminal, engine, this, mistakes);
  }

  @Override
  public String command() {
    return "correlator process";
  }

  @Override
  public boolean hasEnd() {
    return !follow;
  }

  @Override
  public boolean addTo(Correlator.Builder builder, Plugins plugins, List<String> mistakes) {
    if (closeAtEnd) {
      builder.closeAtEnd();
    }
    Optional<? extends Source> source =
        follow ? followed(plugins, mistakes) : whole(plugins, mistakes);
    source.ifPresent(builder::source);
    return source.isPresent();
  }

  private Optional<FileSource> whole(Plugins plugins, List<String> mistakes) {
    int before = mistakes.size();
    FileSource.Builder builder = FileSource.builder();
    if (engine.savesState()) {
      builder.name(SAVED_SOURCE);
    }
    if (inputs.isEmpty()) {
      mistakes.add("name what to read: FILE, DIR, or - for standard input");
    }
    for (String input : inputs) {
      if (input.equals("-")) {
        builder.standardInput();
      } else {
        path(input, mistakes).ifPresent(builder::path);
      }
    }
    if (from != null) {
      mistakes.add("--from: does something only with --follow");
    }
    plugins.decoders().values().forEach(builder::decoder);
    format(plugins, mistakes).ifPresent(builder::format);
    inputOptions.zone(mistakes).ifPresent(builder::zone);
    if (year != null) {
      if (year < 1970 || year > 9999) {
        mistakes.add("--year: must be between 1970 and 9999, was " + year);
      } else {
        builder.year(year);
      }
    }
    return mistakes.size() == before ? Optional.of(builder.build()) : Optional.empty();
  }

  private Optional<FollowSource> followed(Plugins plugins, List<String> mistakes) {
    int before = mistakes.size();
    FollowSource.Builder builder = FollowSource.builder();
    if (engine.savesState()) {
      builder.name(SAVED_FOLLOWED);
    }
    if (inputs.isEmpty()) {
      mistakes.add("name what to follow: FILE, DIR, or a pattern such as '/var/log/*.log'");
    }
    for (String input : inputs) {
      addFollowed(input, builder, mistakes);
    }
    String begin = from == null ? BEGINNING : from;
    Choice.check("--from", begin, List.of(BEGINNING, END), mistakes);
    builder.start(begin.equals(END) ? FollowSource.Start.END : FollowSource.Start.BEGINNING);
    format(plugins, mistakes).ifPresent(builder::format);
    inputOptions.zone(mistakes).ifPresent(builder::zone);
    if (year != null) {
      mistakes.add("--year: not with --follow, which takes dates to be near the present");
    }
    if (closeAtEnd) {
      mistakes.add("--close-at-end: not with --follow, which has no end");
    }
    return mistakes.size() == before ? Optional.of(builder.build()) : Optional.empty();
  }

  private Optional<RecordFormat> format(Plugins plugins, List<String> mistakes) {
    return inputOptions.format(plugins, mistakes).map(lines -> multiline.over(lines, mistakes));
  }

  private static void addFollowed(
      String input, FollowSource.Builder builder, List<String> mistakes) {
    if (input.equals("-")) {
      mistakes.add("--follow: standard input cannot be followed; it is read to its end without");
    } else if (isPattern(input)) {
      try {
        builder.glob(input);
      } catch (IllegalArgumentException e) {
        mistakes.add("--follow: " + e.getMessage());
      }
    } else {
      path(input, mistakes)
          .ifPresent(
              path -> {
                if (Files.isDirectory(path)) {
                  builder.folder(path);
                } else {
                  builder.path(path);
                }
              });
    }
  }

  /** Whether the shell has left a pattern to us; a file may be called like one. */
  private static boolean isPattern(String input) {
    return input.chars().anyMatch(each -> "*?[{".indexOf(each) >= 0) && !new File(input).exists();
  }

  private static Optional<Path> path(String input, List<String> mistakes) {
    try {
      return Optional.of(Path.of(input));
    } catch (InvalidPathException e) {
      mistakes.add("'%s' is not a path: %s".formatted(input, e.getReason()));
      return Optional.empty();
    }
  }
}
