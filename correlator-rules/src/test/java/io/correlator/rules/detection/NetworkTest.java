package io.correlator.rules.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.0/25, 192.0.2.128, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.0/24, ::ffff:192.0.2.7, true",
    "192.0.2.0/24, 192.0.2.07, false",
    "192.0.2.0/24, 192.0.2, false",
    "192.0.2.0/24, host.example, false",
    "192.0.2.0/24, 2001:db8::1, false",
    "2001:db8::/32, 2001:DB8:0:1::5, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::/127, 2001:db8::1, true",
    "::1/128, 0:0:0:0:0:0:0:1, true",
    "fe80::/10, fe80::1:2:3, true",
    "fe80::/10, fe80::1%eth0, true",
    "fe80::/10, fe80::1%, false",
    "192.0.2.0/24, 192.0.2.1%eth0, false",
    "::/0, 2001:db8::1:2:3:4:5:6:7:8, false",
    "::/0, 1::2::3, false",
    "::/0, :, false"
  })
  void containsItsAddresses(String network, String address, boolean expected) {
    assertThat(Network.parse(network).contains(address)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1/24",
        "192.0.2.0/33",
        "192.0.2.0/",
        "2001:db8::1/32",
        "example/8",
        "/8",
        ""
      })
  void refusesWhatIsNone(String wrong) {
    assertThatThrownBy(() -> Network.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
  }

  @org.junit.jupiter.api.Test
  void saysWhichNetworkIsMeantIfBitsAreSetBehindThePrefix() {
    assertThatThrownBy(() -> Network.parse("192.0.2.77/24")).hasMessageContaining("192.0.2.0/24");
  }
}
