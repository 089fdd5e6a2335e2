package io.correlator.rules.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.Problems;

/** Files of mappings, with the classes of records: read, or refused with a reason. */
public final class MappingsTarget implements Target {
  /** Attacks them. */
  public MappingsTarget() {}

  @Override
  public void attack(byte[] input) {
    String text = new String(input, UTF_8);
    Problems problems = new Problems();
    told(Mapping.read("mapping.yml", text, problems).isEmpty(), problems);
  }

  private static void told(boolean refused, Problems problems) {
    Claim.that(
        !refused || problems.all().stream().anyMatch(Problem::isError),
        "it is told why a file is refused");
    for (Problem problem : problems.all()) {
      Claim.that(problem.toString().length() < 5000, "a problem is told in few words");
    }
  }
}
