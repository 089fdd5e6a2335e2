package io.correlator.rules.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.source.RecordFormat;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.Problems;
import io.correlator.sources.format.LineTarget;
import java.util.List;
import java.util.Optional;

/**
 * Formats that users write: refused with a reason, or formats like any other, which read the lines
 * of the file they stand in.
 */
public final class FormatsTarget implements Target {
  private static final int MOST_LINES = 20;

  /** Attacks them. */
  public FormatsTarget() {}

  @Override
  public void attack(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    Problems problems = new Problems();
    Optional<List<RecordFormat>> formats = Formats.read("formats.yml", text, problems);
    Claim.same(
        formats.isEmpty(),
        problems.all().stream().anyMatch(Problem::isError),
        "it is told why there are no formats");
    for (RecordFormat format : formats.orElse(List.of())) {
      Target lines = new LineTarget(format);
      for (String line : text.lines().limit(MOST_LINES).toList()) {
        lines.attack(line.getBytes(UTF_8));
      }
    }
  }

  /** The format of a shop, to be attacked by lines. */
  public static RecordFormat shop() {
    Problems problems = new Problems();
    String yaml =
        """
        patterns:
          ORDER: '[A-Z]{2}-%{INT}'
        formats:
          - name: shop
            pattern:
              - '%{ISO8601:at} %{LEVEL:level} %{HOST:node} %{PROGRAM:app}\\[%{INT:pid}\\]: order %{ORDER:order} from %{IP:src.ip} cost %{NUMBER:cost:float} %{INT:items:int} %{REST:text}'
              - '%{ISO8601:at} (?P<what>\\w+) %{IP:src.ip}?'
            time: at
            severity: {from: level, levels: {oops: critical}}
            host: node
            program: app
            process-id: pid
            message: text
        """;
    return Formats.read("shop.yml", yaml, problems)
        .orElseThrow(() -> new IllegalStateException(problems.all().toString()))
        .get(0);
  }
}
