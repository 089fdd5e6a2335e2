package io.correlator.cli;

import io.correlator.api.state.Quota;
import io.correlator.rules.LiveRules;
import io.correlator.rules.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say which rules are looked for. */
final class RuleOptions {
  @Option(
      names = "--rules",
      paramLabel = "PATH",
      description =
          "Rules to look for: a file of Sigma (.yml) or JSON (.json), or a folder; repeatable. Then"
              + " sshd is only run if named. Commands without an end, listen and"
              + " process --follow, read them again when they change.")
  private List<Path> rules = new ArrayList<>();

  @Option(
      names = "--alert-quota",
      paramLabel = "COUNT/TIME",
      description =
          "With --rules: tell so many alerts of each rule about single records that says nothing else,"
              + " and count the others; such as 100/1m.")
  private @Nullable String alertQuota;

  @Mixin private MappingFiles mappings = new MappingFiles();

  boolean areGiven() {
    return !rules.isEmpty();
  }

  /** What is wrong without any rules to load. */
  void check(List<String> mistakes) {
    if (alertQuota != null && rules.isEmpty()) {
      mistakes.add("--alert-quota: does something only with --rules");
    }
    if (mappings.areGiven() && rules.isEmpty()) {
      mistakes.add("--mapping: does something only with --rules");
    }
  }

  /**
   * Loads them. Those that are refused are told, and the others used: one of thousands may be
   * wrong.
   */
  LiveRules load(Terminal terminal, List<String> mistakes) {
    LiveRules loaded = loadRules(terminal, mistakes);
    quota(mistakes).ifPresent(loaded::quota);
    return loaded;
  }

  private Optional<Quota> quota(List<String> mistakes) {
    return Optional.ofNullable(alertQuota)
        .flatMap(text -> CountPerTime.parse("--alert-quota", text, Quota::new, 65_535, mistakes));
  }

  private LiveRules loadRules(Terminal terminal, List<String> mistakes) {
    rules.stream()
        .filter(path -> !Files.exists(path))
        .forEach(path -> mistakes.add("--rules '%s': no such file or folder".formatted(path)));
    LiveRules live =
        LiveRules.load(
            mappings.andStandard(mistakes), rules.stream().filter(Files::exists).toList());
    RuleSet loaded = live.rules();
    RuleWatch.tell(loaded.problems(), terminal);
    if (loaded.rules().isEmpty() && loaded.disabled() == 0 && mistakes.isEmpty()) {
      mistakes.add("--rules: there is no rule that can be used");
    }
    return live;
  }
}
