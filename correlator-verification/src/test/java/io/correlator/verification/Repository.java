package io.correlator.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository that is under test: its files, and what the reactor has built from them. */
final class Repository {
  static final Path ROOT = root();

  /** The version that everything in the repository has. */
  static final String VERSION = version();

  private Repository() {}

  private static Path root() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("correlator-bom/pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException("run the tests somewhere in the repository");
  }

  private static String version() {
    return Pattern.compile("<artifactId>correlator-bom</artifactId>\\s*<version>(.*?)</version>")
        .matcher(read("correlator-bom/pom.xml"))
        .results()
        .map(result -> result.group(1))
        .findFirst()
        .orElseThrow();
  }

  /** The text of a file, by its path in the repository. */
  static String read(String path) {
    return read(ROOT.resolve(path));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the artifacts that users get as jars: those of the BOM. */
  static List<String> published() {
    String bom = read("correlator-bom/pom.xml");
    return Pattern.compile("<artifactId>(correlator-[\\w-]+)</artifactId>")
        .matcher(bom.substring(bom.indexOf("<dependencyManagement>")))
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  /** The folder with the installed command. */
  static Path command() {
    return ROOT.resolve("correlator-cli/target/correlator");
  }

  /** The jar of a published artifact. */
  static Path jar(String artifact) {
    String name = artifact + "-" + VERSION + ".jar";
    Path jar =
        artifact.equals("correlator-cli")
            ? command().resolve(name)
            : ROOT.resolve(artifact).resolve("target").resolve(name);
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing: build with mvn verify");
    }
    return jar;
  }

  /** All published jars, and what they need at run time, as Maven would give it to a user. */
  static List<Path> modulePath() {
    List<Path> jars = new ArrayList<>(published().stream().map(Repository::jar).toList());
    try (Stream<Path> libraries = Files.list(command().resolve("lib"))) {
      libraries
          .filter(library -> !library.getFileName().toString().matches("(correlator|jspecify)-.*"))
          .sorted()
          .forEach(jars::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jars;
  }

  /** The pages of documentation: all Markdown in the root and in {@code docs}. */
  static List<Path> pages() {
    try (Stream<Path> root = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(root, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
