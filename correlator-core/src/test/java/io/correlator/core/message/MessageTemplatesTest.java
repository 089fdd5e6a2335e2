package io.correlator.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.MessageFormat;
import io.correlator.core.monitor.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where templates come from, and what is said if they cannot be used. */
final class MessageTemplatesTest {
  @TempDir private Path folder;
  private final List<Failure> failures = new ArrayList<>();

  @Test
  void belongToTheTypeOfAnEvent() throws IOException {
    write("Test.txt.ftl", "text of ${event.type}");
    write("Test.html.ftl", "<p>${event.type}</p>");
    write("Other.txt.ftl", "other");

    EmittedEvent event = attach(inFolder(), event("Test"));

    assertThat(event.message(MessageFormat.TEXT)).contains("text of Test");
    assertThat(event.message(MessageFormat.HTML)).contains("<p>Test</p>");
  }

  @Test
  void leaveEventsOfOtherTypesAsTheyAre() throws IOException {
    write("Test.txt.ftl", "text");
    EmittedEvent bare = event("Other");

    assertThat(attach(inFolder(), bare)).isSameAs(bare);
    assertThat(bare.message(MessageFormat.TEXT)).isEmpty();
    assertThat(attach(inFolder(), event("Test")).message(MessageFormat.HTML)).isEmpty();
  }

  @Test
  void leaveTheIdOfAnEventAsItIs() throws IOException {
    write("Test.txt.ftl", "${event.id}");
    EmittedEvent bare = event("Test");

    EmittedEvent event = attach(inFolder(), bare);

    assertThat(event.id()).isEqualTo(bare.id());
    assertThat(event.message(MessageFormat.TEXT)).contains(bare.id());
  }

  @Test
  void areFoundInJarsAndFoldersOfTheClassPath() throws IOException {
    URL jar = jar("one.jar", Map.of("Test.txt.ftl", "from a jar"));
    Path classes = Files.createDirectories(folder.resolve("classes/" + TemplateFinder.RESOURCES));
    Files.writeString(classes.resolve("Other.txt.ftl"), "from a folder");
    URL exploded = folder.resolve("classes").toUri().toURL();

    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar, exploded}, null)) {
      MessageTemplates templates = MessageTemplates.load(Optional.empty(), List.of(loader));

      assertThat(templates.problems()).isEmpty();
      assertThat(attach(templates, event("Test")).message(MessageFormat.TEXT))
          .contains("from a jar");
      assertThat(attach(templates, event("Other")).message(MessageFormat.TEXT))
          .contains("from a folder");
    }
  }

  @Test
  void ofTheUserWinOverThoseOfTheClassPath() throws IOException {
    URL jar = jar("one.jar", Map.of("Test.txt.ftl", "class path", "Test.html.ftl", "class path"));
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.writeString(own.resolve("Test.txt.ftl"), "user");

    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, null)) {
      MessageTemplates templates = MessageTemplates.load(Optional.of(own), List.of(loader));
      EmittedEvent event = attach(templates, event("Test"));

      assertThat(event.message(MessageFormat.TEXT)).contains("user");
      assertThat(event.message(MessageFormat.HTML)).contains("class path");
    }
  }

  @Test
  void ofTheFirstModuleWin() throws IOException {
    URL one = jar("one.jar", Map.of("Test.txt.ftl", "one"));
    URL two = jar("two.jar", Map.of("Test.txt.ftl", "two"));

    try (URLClassLoader first = new URLClassLoader(new URL[] {one}, null);
        URLClassLoader second = new URLClassLoader(new URL[] {two}, null)) {
      MessageTemplates templates = MessageTemplates.load(Optional.empty(), List.of(first, second));

      assertThat(attach(templates, event("Test")).message(MessageFormat.TEXT)).contains("one");
    }
  }

  @Test
  void thatAreRefusedAreAllNamedWithLineAndColumn() throws IOException {
    write("A.txt.ftl", "fine");
    write("B.txt.ftl", "\n ${event.summary?eval}");
    write("C.html.ftl", "<#if>");

    assertThat(inFolder().problems())
        .hasSize(2)
        .anySatisfy(
            it ->
                assertThat(it)
                    .startsWith(folder.resolve("B.txt.ftl") + ", line 2, column 18: ?eval: "))
        .anySatisfy(
            it -> assertThat(it).startsWith(folder.resolve("C.html.ftl") + ", line 1, column "));
  }

  @Test
  void thatAreRefusedOnTheClassPathAreNamedToo() throws IOException {
    URL jar = jar("bad.jar", Map.of("Test.txt.ftl", "<#include \"x\">"));

    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, null)) {
      assertThat(MessageTemplates.load(Optional.empty(), List.of(loader)).problems())
          .singleElement()
          .asString()
          .contains("bad.jar!/META-INF/correlator/messages/Test.txt.ftl, line 1, column 1: ");
    }
  }

  @Test
  void mustSayTheirTypeAndFormat() throws IOException {
    write("Test.ftl", "x");
    write("Test.xml.ftl", "x");
    write(".txt.ftl", "x");
    write("README.md", "not a template, and left alone: ${");

    assertThat(inFolder().problems())
        .hasSize(3)
        .allSatisfy(it -> assertThat(it).endsWith("where TYPE is that of the event"));
  }

  @Test
  void mustBeTextOfSomeSize() throws IOException {
    Files.write(folder.resolve("A.txt.ftl"), new byte[] {(byte) 0xc3, (byte) 0x28});
    write("B.txt.ftl", "x".repeat(TemplateText.LONGEST + 1));
    write("C.txt.ftl", "x".repeat(TemplateText.LONGEST));
    Files.createDirectory(folder.resolve("D.txt.ftl"));

    assertThat(inFolder().problems())
        .satisfiesExactlyInAnyOrder(
            it -> assertThat(it).endsWith("A.txt.ftl, it is not UTF-8: convert it"),
            it -> assertThat(it).endsWith("B.txt.ftl, it is longer than 65,536 bytes"),
            it -> assertThat(it).contains("D.txt.ftl, "));
  }

  @Test
  void needAFolderThatIsThere() {
    assertThat(MessageTemplates.load(Optional.of(folder.resolve("nowhere")), List.of()).problems())
        .singleElement()
        .asString()
        .contains("nowhere", "is not a folder that can be read");
  }

  @Test
  void thatFailGiveTheSummaryAndAreCounted() throws IOException {
    write("Test.txt.ftl", "${event.fields.nope}");
    write("Test.html.ftl", "${event.fields.nope}");
    Messages messages = inFolder().messages(failures::add);
    EmittedEvent event = messages.attach(event("Test"));

    assertThat(event.message(MessageFormat.TEXT)).contains("a <b> \\u001b");
    assertThat(event.message(MessageFormat.TEXT)).contains("a <b> \\u001b");
    assertThat(event.message(MessageFormat.HTML)).contains("a &lt;b&gt; \\u001b");

    assertThat(failures).extracting(Failure::kind).containsOnly(Failure.Kind.MESSAGE);
    assertThat(failures)
        .extracting(failure -> failure.name() + " " + failure.count())
        .containsExactly("Test.txt.ftl 1", "Test.txt.ftl 2", "Test.html.ftl 1");
  }

  private EmittedEvent attach(MessageTemplates templates, EmittedEvent event) {
    return templates.messages(failures::add).attach(event);
  }

  private MessageTemplates inFolder() {
    return MessageTemplates.load(Optional.of(folder), List.of());
  }

  private void write(String name, String source) throws IOException {
    Files.writeString(folder.resolve(name), source);
  }

  private URL jar(String name, Map<String, String> templates) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry(TemplateFinder.RESOURCES));
      jar.putNextEntry(new JarEntry(TemplateFinder.RESOURCES + "deeper/Test.txt.ftl"));
      for (Map.Entry<String, String> template : templates.entrySet()) {
        jar.putNextEntry(new JarEntry(TemplateFinder.RESOURCES + template.getKey()));
        jar.write(template.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file.toUri().toURL();
  }

  private static EmittedEvent event(String type) {
    return EmittedEvent.causedByTime(
        Hostile.NOON,
        "test",
        Event.error(type).summary("a <b> \u001b").timestamp(Hostile.NOON).build(),
        0);
  }
}
