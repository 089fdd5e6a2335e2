package io.correlator.rules.format;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.correlator.api.source.RecordFormat;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Formats of lines that are written in YAML, as patterns with names:
 *
 * <pre>{@code
 * patterns:
 *   ORDER: '[A-Z]{2}-\d+'
 * formats:
 *   - name: shop
 *     pattern: '%{ISO8601:at} %{LEVEL:level} %{HOST:node}: order %{ORDER:order} from %{IP:src_ip} %{REST:text}'
 *     time: at
 *     severity: level
 *     host: node
 *     message: text
 *     examples: ['2026-03-01T07:28:03Z WARN web1: order AB-7 from 192.0.2.1 refused']
 * }</pre>
 *
 * <p>Patterns are regular expressions in RE2 syntax, found in time linear in the line, and of
 * limited size. A line must be one of the patterns of its format from beginning to end; else its
 * record is a failed one. Groups are fields, unless they are the time, the host and so on. The
 * examples are tried when the file is read. All methods may be called by any thread; formats are
 * immutable.
 */
public final class Formats {
  /** The largest file that is read, in bytes. */
  private static final long MAX_BYTES = 1 << 20;

  private Formats() {}

  /**
   * Reads formats from a file in UTF-8.
   *
   * @throws IllegalArgumentException if something is wrong with it; the message says all of it,
   *     each with the place and what would be right
   */
  public static List<RecordFormat> load(Path file) {
    Problems problems = new Problems();
    return load(file, problems)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    problems.all().stream()
                        .filter(Problem::isError)
                        .map(Problem::toString)
                        .collect(joining("\n"))));
  }

  /**
   * Reads formats from a file in UTF-8.
   *
   * @param problems what is wrong is noted there
   * @return nothing if it has an error
   */
  public static Optional<List<RecordFormat>> load(Path file, Problems problems) {
    requireNonNull(problems, "problems");
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      return read(file.toString(), Files.readString(file), problems);
    } catch (IOException e) {
      problems.add(
          ProblemId.FORMAT,
          Position.of(file.toString()),
          "cannot be read: " + e,
          "a readable file in UTF-8 is needed");
      return Optional.empty();
    }
  }

  /**
   * Reads formats.
   *
   * @param file its name, for positions
   * @param text its content
   * @param problems what is wrong is noted there
   * @return nothing if it has an error
   */
  public static Optional<List<RecordFormat>> read(String file, String text, Problems problems) {
    return FormatsReader.read(file, text, problems);
  }
}
