package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "104857600, 100.0 MiB",
    "1503238554, 1.4 GiB",
    "9223372036854775807, 8388608.0 TiB",
  })
  void showsBytesInTheLargestUnitThatFits(long bytes, String shown) {
    assertThat(Quantity.bytes(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "0.4, 0:00", "59.6, 1:00", "67, 1:07", "3599, 59:59", "7439, 2:03:59"})
  void showsSecondsAsAClockDoes(double seconds, String shown) {
    assertThat(Quantity.seconds(seconds)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"0;0", "999;999", "1000;1,000", "1234567;1,234,567", "-1000;-1,000"})
  void showsCountsInGroupsOfThreeDigits(long count, String shown) {
    assertThat(Quantity.count(count)).isEqualTo(shown);
  }
}
