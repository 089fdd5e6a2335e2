package io.correlator.evtx;

import static io.correlator.evtx.EvtxFile.Xml.attribute;
import static io.correlator.evtx.EvtxFile.Xml.bytes;
import static io.correlator.evtx.EvtxFile.Xml.element;
import static io.correlator.evtx.EvtxFile.Xml.elementWith;
import static io.correlator.evtx.EvtxFile.Xml.empty;
import static io.correlator.evtx.EvtxFile.Xml.fragment;
import static io.correlator.evtx.EvtxFile.Xml.substitution;
import static io.correlator.evtx.EvtxFile.Xml.template;
import static io.correlator.evtx.EvtxFile.Xml.templateAt;
import static io.correlator.evtx.EvtxFile.Xml.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.evtx.EvtxFile.Value;
import io.correlator.evtx.EvtxFile.Xml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvtxDecoderTest {
  private static Xml event(Xml... content) {
    return fragment(element("Event", content));
  }

  private static Xml numbered(int number) {
    return event(element("Number", text("n" + number)));
  }

  private static List<Xml> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(EvtxDecoderTest::numbered).toList();
  }

  private static List<String> lines(Xml... events) throws IOException {
    return EvtxFile.lines(new EvtxFile().chunk(1, List.of(events)).bytes());
  }

  private static String line(Xml... content) throws IOException {
    return lines(event(content)).get(0);
  }

  private static String numberLine(int number) {
    return "{\"Event\":{\"Number\":\"n%d\"}}".formatted(number);
  }

  @Test
  void isKnownByItsFirstBytes() {
    EvtxDecoder decoder = new EvtxDecoder();

    assertThat(decoder.recognises(new EvtxFile().bytes())).isTrue();
    assertThat(decoder.recognises("ElfFile".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isFalse();
    assertThat(decoder.recognises(new byte[0])).isFalse();
  }

  @Test
  void makesMembersOfElements() throws IOException {
    assertThat(line(element("Level", text("4")), empty("Correlation")))
        .isEqualTo("{\"Event\":{\"Level\":\"4\",\"Correlation\":null}}");
  }

  @Test
  void keepsAttributesApart() throws IOException {
    Xml provider = elementWith("Provider", attribute("Name", text("Sysmon")));
    Xml id = elementWith("EventID", attribute("Qualifiers", text("0")), text("7"));

    assertThat(line(provider, id))
        .isEqualTo(
            "{\"Event\":{\"Provider\":{\"#attributes\":{\"Name\":\"Sysmon\"}},"
                + "\"EventID\":{\"#attributes\":{\"Qualifiers\":\"0\"},\"#text\":\"7\"}}}");
  }

  @Test
  void callsDataByItsName() throws IOException {
    Xml image = elementWith("Data", attribute("Name", text("Image")), text("a.exe"));
    Xml none = elementWith("Data", attribute("Name", text("User")));

    assertThat(line(element("EventData", image, none)))
        .isEqualTo("{\"Event\":{\"EventData\":{\"Image\":\"a.exe\",\"User\":null}}}");
  }

  @Test
  void makesAListOfMembersOfTheSameName() throws IOException {
    assertThat(line(element("Data", text("a")), element("Data", text("b"))))
        .isEqualTo("{\"Event\":{\"Data\":[\"a\",\"b\"]}}");
  }

  @Test
  void readsEscapesAndSections() throws IOException {
    Xml ampersand =
        Xml.of(
            bytes(9),
            chunk -> {
              int at = chunk.position();
              chunk.putInt(at + 4).putInt(0).putShort((short) 0).putShort((short) 3);
              chunk.put("amp".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
              chunk.putShort((short) 0);
            });

    assertThat(
            line(
                element(
                    "Text", text("a\"b\n"), bytes(8, 0x3c, 0), ampersand, bytes(7, 1, 0, 'c', 0))))
        .isEqualTo("{\"Event\":{\"Text\":\"a\\\"b\\n<&c\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0x03, ff,                               -1
          0x04, ff,                               255
          0x05, feff,                             -2
          0x06, feff,                             65534
          0x07, ffffffff,                         -1
          0x08, ffffffff,                         4294967295
          0x09, ffffffffffffffff,                 -1
          0x0a, ffffffffffffffff,                 18446744073709551615
          0x0b, 0000c03f,                         1.5
          0x0b, 0000c07f,                         '"NaN"'
          0x0c, 000000000000f83f,                 1.5
          0x0d, 01000000,                         true
          0x0d, 00000000,                         false
          0x0e, 00ff10,                           '"00FF10"'
          0x02, 80002000,                         '"€"'
          0x0f, 33221100554477668899aabbccddeeff, '"00112233-4455-6677-8899-AABBCCDDEEFF"'
          0x10, e7030000,                         '"0x3e7"'
          0x10, e703000000000000,                 '"0x3e7"'
          0x11, 00803ed5deb19d01,                 '"1970-01-01T00:00:00.000000Z"'
          0x12, e9070200010003000c000d000e000f00, '"2025-02-03T12:13:14.015000Z"'
          0x13, 010100000000000512000000,         '"S-1-5-18"'
          0x14, e7030000,                         '"0x3e7"'
          0x15, 0000000000000080,                 '"0x8000000000000000"'
          0x86, 01000200,                         '[1,2]'
          0x81, 6100000062000000,                 '["a","b"]'
          0x81, 61000000620000006300,             '["a","b","c"]'
          0x93, 010100000000000512000000010100000000000513000000, '["S-1-5-18","S-1-5-19"]'
          """)
  void readsValues(String type, String hex, String json) throws IOException {
    int[] content =
        IntStream.range(0, hex.length() / 2)
            .map(i -> Integer.parseInt(hex, 2 * i, 2 * i + 2, 16))
            .toArray();
    Xml definition = element("Event", element("V", substitution(0, 0)));

    assertThat(lines(fragment(template(definition, Value.of(Integer.decode(type), content)))))
        .containsExactly("{\"Event\":{\"V\":%s}}".formatted(json));
  }

  @Test
  void leavesOutTheBlanksAndZerosThatEndAText() throws IOException {
    Xml definition = element("Event", element("V", substitution(0, 1)));

    assertThat(lines(fragment(template(definition, Value.text(" a b \t\0")))))
        .containsExactly("{\"Event\":{\"V\":\" a b\"}}");
  }

  @Test
  void leavesOutWhatATemplateHasNoValueFor() throws IOException {
    Xml definition =
        element(
            "Event",
            elementWith("A", attribute("Name", substitution(0, 0))),
            element("B", substitution(0, 0)),
            element("C", substitution(1, 1)));

    assertThat(lines(fragment(template(definition, Value.of(0), Value.of(1)))))
        .containsExactly("{\"Event\":{\"A\":null,\"B\":null,\"C\":\"\"}}");
  }

  @Test
  void fillsInATemplateThatAnEarlierEventHas() throws IOException {
    Xml definition = element("Event", element("V", substitution(0, 1)));
    // Before the definition: the heads of chunk, event and fragment, and of the template.
    int at = 512 + 24 + 4 + 10;

    assertThat(
            lines(
                fragment(template(definition, Value.text("a"))),
                fragment(templateAt(at, Value.text("b")))))
        .containsExactly("{\"Event\":{\"V\":\"a\"}}", "{\"Event\":{\"V\":\"b\"}}");
  }

  @Test
  void readsXmlThatIsAValue() throws IOException {
    Xml inner = element("User", element("Name", substitution(0, 1)));
    Xml outer = element("Event", element("UserData", substitution(0, 0x21)));

    assertThat(
            lines(
                fragment(
                    template(
                        outer, new Value(0x21, fragment(template(inner, Value.text("root"))))))))
        .containsExactly("{\"Event\":{\"UserData\":{\"User\":{\"Name\":\"root\"}}}}");
  }

  @Test
  void passesOverChunksThatWereNeverUsed() throws IOException {
    byte[] file =
        new EvtxFile().chunk(1, numbered(1, 3)).unusedChunk().chunk(3, numbered(3, 4)).bytes();

    assertThat(EvtxFile.lines(file)).containsExactly(numberLine(1), numberLine(2), numberLine(3));
  }

  @Test
  void beginsWithTheOldestChunkOfALogThatHasWrappedAround() throws IOException {
    EvtxFile file =
        new EvtxFile()
            .chunk(5, numbered(5, 6))
            .chunk(6, numbered(6, 7))
            .chunk(3, numbered(3, 4))
            .chunk(4, numbered(4, 5))
            .oldest(2);

    assertThat(EvtxFile.lines(file.bytes()))
        .containsExactly(numberLine(3), numberLine(4), numberLine(5), numberLine(6));
  }

  @Test
  void saysThatALogWhichHasWrappedAroundCannotComeThroughAPipe() throws IOException {
    byte[] file =
        new EvtxFile().chunk(2, numbered(2, 3)).chunk(1, numbered(1, 2)).oldest(1).bytes();

    assertThatThrownBy(
            () ->
                new EvtxDecoder()
                    .decode(
                        new ByteArrayInputStream(file),
                        () -> {
                          throw new IOException("a pipe");
                        })
                    .readAllBytes())
        .hasMessage("a pipe");
  }

  @Test
  void tellsWhichEventsCannotBeRead() throws IOException {
    EvtxFile file = new EvtxFile().chunk(1, numbered(1, 5));
    int event = file.last().getInt(512 + 4);
    // The second one says that it is longer, the third has a token that there is not.
    file.last().putInt(512 + event + 4, event + 8);
    file.last().put(512 + 2 * event + 24, (byte) 0x33);

    List<String> lines = EvtxFile.lines(file.bytes());

    assertThat(lines).hasSize(4).startsWith(numberLine(1)).endsWith(numberLine(4));
    assertThat(lines.get(1))
        .isEqualTo(
            "evtx: chunk 0: event 2: byte %d of the chunk is not where an event begins",
            512 + event);
    assertThat(lines.get(2)).startsWith("evtx: chunk 0: event 3: byte ").contains("0x33");
  }

  @Test
  void tellsOfEventsThatTheChunkSaysItHas() throws IOException {
    EvtxFile file = new EvtxFile().chunk(1, numbered(1, 3));
    file.last().putLong(32, 4);

    assertThat(EvtxFile.lines(file.bytes()))
        .containsExactly(
            numberLine(1),
            numberLine(2),
            "evtx: chunk 0: event 3: it is not there",
            "evtx: chunk 0: event 4: it is not there");
  }

  @Test
  void readsEventsThatWereWrittenAfterTheHeadOfTheChunk() throws IOException {
    EvtxFile file = new EvtxFile().chunk(1, numbered(1, 4));
    file.last().putLong(32, 2).putInt(48, 512 + 2 * file.last().getInt(512 + 4));

    assertThat(EvtxFile.lines(file.bytes())).contains(numberLine(3)).hasSize(3);
  }

  @Test
  void doesNotReadWhatIsLeftOfOlderEvents() throws IOException {
    EvtxFile file = new EvtxFile().chunk(1, numbered(1, 4));
    int event = file.last().getInt(512 + 4);
    file.last().putLong(32, 2).putInt(48, 512 + 2 * event).putLong(512 + 2 * event + 8, 77);

    assertThat(EvtxFile.lines(file.bytes())).containsExactly(numberLine(1), numberLine(2));
  }

  @Test
  void tellsOfAChunkOfWhichNothingCanBeRead() throws IOException {
    EvtxFile file = new EvtxFile().chunk(1, numbered(1, 2)).chunk(2, numbered(2, 3));
    file.last().put(0, (byte) 'X');

    assertThat(EvtxFile.lines(file.bytes()))
        .containsExactly(
            numberLine(1),
            "evtx: chunk 1: does not begin as a chunk does: none of its events can be read");
  }

  @Test
  void readsAFileThatBreaksOffAsFarAsItGoes() throws IOException {
    EvtxFile file = new EvtxFile().chunk(1, numbered(1, 4));
    int event = file.last().getInt(512 + 4);
    byte[] cut = Arrays.copyOf(file.bytes(), 4096 + 512 + 2 * event + 10);

    List<String> lines = EvtxFile.lines(cut);

    assertThat(lines).startsWith(numberLine(1), numberLine(2)).hasSize(3);
    assertThat(lines.get(2)).contains("event 3: ", "breaks off");
  }

  @Test
  void refusesAFileWithoutAHead() {
    assertThatThrownBy(() -> EvtxFile.lines(Arrays.copyOf(EvtxInput.MAGIC, 100)))
        .isInstanceOf(IOException.class)
        .hasMessage("the file breaks off in its head");
  }

  @Test
  void doesNotFollowATemplateThatContainsItself() throws IOException {
    int at = 512 + 24 + 4 + 10;

    assertThat(lines(fragment(template(element("Event", templateAt(at))))))
        .singleElement()
        .asString()
        .startsWith("evtx: chunk 0: event 1: elements nested more than 64 deep");
  }

  @Test
  void boundsWhatTemplatesInTemplatesMakeOfAnEvent() throws IOException {
    int at = 512 + 24 + 4 + 10;
    Xml[] copies = new Xml[20];
    Arrays.fill(copies, templateAt(at));

    assertThat(lines(fragment(template(element("Event", copies)))))
        .singleElement()
        .asString()
        .startsWith("evtx: chunk 0: event 1: ");
  }

  @Test
  void boundsTheTextThatAnEventRepeats() throws IOException {
    Xml[] copies = new Xml[3_000];
    Arrays.fill(copies, substitution(0, 1));
    Xml definition = element("Event", element("V", copies));

    assertThat(lines(fragment(template(definition, Value.text("x".repeat(10_000))))))
        .singleElement()
        .asString()
        .isEqualTo("evtx: chunk 0: event 1: an event of more than 4194304 bytes");
  }

  /** Whatever bytes are changed: each event comes, or is told to be lost. */
  @Property(tries = 500)
  void tellsOfEachEventWhateverIsDamaged(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 512, max = 2_000) Integer> places,
      @ForAll byte value)
      throws IOException {
    EvtxFile file = new EvtxFile().chunk(1, numbered(1, 21));
    places.forEach(place -> file.last().put(place, value));

    List<String> lines = EvtxFile.lines(file.bytes());

    assertThat(lines).hasSizeGreaterThanOrEqualTo(20);
    assertThat(lines).allMatch(line -> line.startsWith("{\"") || line.startsWith("evtx: chunk 0"));
  }
}
