package io.correlator.fuzz;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What has been found stays found: each input that is kept, without the fuzzer. */
class CorpusTest {
  @ParameterizedTest
  @EnumSource
  void everyClaimHoldsForEveryInputThatIsKept(Targets target) throws IOException {
    Target attacked = target.open();
    for (Path input : Corpus.inputs(target)) {
      try {
        attacked.attack(Files.readAllBytes(input));
      } catch (Throwable e) {
        throw new AssertionError("%s: %s".formatted(input, e), e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInputThatIsTriedAgainComesToTheSame(Targets target) throws Exception {
    Target attacked = target.open();
    for (Path input : Corpus.inputs(target)) {
      byte[] bytes = Files.readAllBytes(input);
      attacked.attack(bytes);
      attacked.attack(bytes);
      assertThat(bytes).as("%s, after it was read", input).isEqualTo(Files.readAllBytes(input));
    }
  }

  @Test
  void everyFolderOfInputsBelongsToATarget() throws IOException {
    Set<String> folders =
        Corpus.files(Corpus.FOLDER).stream()
            .map(folder -> folder.getFileName().toString())
            .collect(toSet());

    assertThat(folders)
        .isEqualTo(Stream.of(Targets.values()).map(Targets::toString).collect(toSet()));
  }
}
