package io.correlator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotationOrderTest {
  @Test
  void putsTheMembersOfARotationOldestFirst() {
    assertOrder("auth.log.10.gz", "auth.log.3.gz", "auth.log.2.gz", "auth.log.1", "auth.log");
  }

  @Test
  void putsDatedMembersBeforeTheOneWithoutDate() {
    assertOrder("auth.log-20251231.gz", "auth.log-20260228.gz", "auth.log-20260301", "auth.log");
  }

  @Test
  void knowsDatesOfAnHourAndDatesWithDashes() {
    assertOrder("a.log-2026030107", "a.log-2026030108", "a.log", "b.log-2026-03-01", "b.log");
  }

  @Test
  void ordersDifferentLogsByName() {
    assertOrder("auth.log.1", "auth.log", "cron.log.1", "cron.log", "messages.2", "messages");
  }

  @Test
  void ordersWhatIsNoRotationByName() {
    assertOrder("1", "a", "a.gz", "b");
  }

  private static void assertOrder(String... names) {
    List<Path> paths = new ArrayList<>(List.of(names).stream().map(Path::of).toList());
    Random random = new Random(17);
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(paths, random);
      paths.sort(Comparator.comparing(RotationOrder::of));
      assertThat(paths.stream().map(Path::toString)).containsExactly(names);
    }
  }
}
