package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PluginCallTest {
  private final List<String> mistakes = new ArrayList<>();

  @Test
  void isANameAlone() {
    assertThat(parse("sshd")).isEqualTo(new PluginCall("sshd", Map.of()));
  }

  @Test
  void hasOptionsInTheOrderGiven() {
    assertThat(parse("sshd,window=1m,threshold=3").options())
        .containsExactly(Map.entry("window", "1m"), Map.entry("threshold", "3"));
  }

  @Test
  void takesAnEscapedCommaIntoTheValue() {
    assertThat(parse("third,text=one\\, two,file=x").options())
        .containsExactly(Map.entry("text", "one, two"), Map.entry("file", "x"));
  }

  @Test
  void endsTheKeyAtTheFirstEqualsSign() {
    assertThat(parse("third,text=a=b=").options()).containsExactly(Map.entry("text", "a=b="));
  }

  @Test
  void keepsAnEmptyValue() {
    assertThat(parse("csv,events=").options()).containsExactly(Map.entry("events", ""));
  }

  @Test
  void refusesAKeyThatIsGivenTwice() {
    assertRefused(
        "sshd,window=1m,window=2m", "--module 'sshd,window=1m,window=2m': 'window' is given twice");
  }

  @Test
  void refusesAnOptionWithoutValue() {
    assertRefused("sshd,window", "--module 'sshd,window': write 'window' as key=value");
  }

  @Test
  void refusesAnOptionWithoutKey() {
    assertRefused("sshd,=1m", "--module 'sshd,=1m': write '=1m' as key=value");
  }

  @Test
  void refusesToGuessTheName() {
    assertRefused(",window=1m", "--module ',window=1m': begins with the name of a plug-in");
  }

  @Test
  void namesEveryMistake() {
    assertThat(PluginCall.parse("--module", " ,a,b=1,b=2", mistakes)).isEmpty();
    assertThat(mistakes).hasSize(3);
  }

  private PluginCall parse(String text) {
    PluginCall call = PluginCall.parse("--module", text, mistakes).orElseThrow();
    assertThat(mistakes).isEmpty();
    return call;
  }

  private void assertRefused(String text, String mistake) {
    assertThat(PluginCall.parse("--module", text, mistakes)).isEmpty();
    assertThat(mistakes).containsExactly(mistake);
  }
}
