package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.api.Fields;
import io.correlator.verification.sshd.Corpora;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What rules find in Windows events, they find in what Winlogbeat makes of these events. */
final class ElasticEventsTest {
  private static final Map<String, String> SYSTEM =
      Map.of(
          "Channel", "winlog.channel",
          "EventID", "winlog.event_id",
          "Provider_Name", "winlog.provider_name",
          "Computer", "winlog.computer_name",
          "Level", "winlog.level",
          "Security_UserID", "winlog.user.identifier",
          "Execution_ProcessID", "winlog.process.pid");

  /** Which fields of an event of Sysmon its module moves to fields of ECS. */
  private static final Map<String, String> MOVED =
      Map.ofEntries(
          Map.entry("Image", "process.executable"),
          Map.entry("SourceImage", "process.executable"),
          Map.entry("CommandLine", "process.command_line"),
          Map.entry("CurrentDirectory", "process.working_directory"),
          Map.entry("ProcessId", "process.pid"),
          Map.entry("ProcessGuid", "process.entity_id"),
          Map.entry("ParentImage", "process.parent.executable"),
          Map.entry("ParentCommandLine", "process.parent.command_line"),
          Map.entry("ParentProcessId", "process.parent.pid"),
          Map.entry("TargetFilename", "file.path"),
          Map.entry("TargetObject", "registry.path"),
          Map.entry("Details", "registry.data.strings"),
          Map.entry("QueryName", "dns.question.name"),
          Map.entry("QueryStatus", "sysmon.dns.status"),
          Map.entry("SourceIp", "source.ip"),
          Map.entry("SourcePort", "source.port"),
          Map.entry("SourceHostname", "source.domain"),
          Map.entry("DestinationIp", "destination.ip"),
          Map.entry("DestinationPort", "destination.port"),
          Map.entry("DestinationHostname", "destination.domain"),
          Map.entry("Protocol", "network.transport"),
          Map.entry("PipeName", "file.name"));

  /** The same for what an image says of itself, which is that of the process or of the library. */
  private static final Map<String, String> OF_THE_IMAGE =
      Map.of(
          "OriginalFileName", "pe.original_file_name",
          "FileVersion", "pe.file_version",
          "Product", "pe.product",
          "Description", "pe.description",
          "Company", "pe.company",
          "Signed", "code_signature.signed",
          "Signature", "code_signature.subject_name",
          "SignatureStatus", "code_signature.status");

  private static @Nullable PublishedRules read;

  @BeforeAll
  static void readRules() {
    read = PublishedRules.in("sigma/rules/rules/windows");
  }

  private static Fields forwarded(Fields event) {
    Fields.Builder fields = Fields.builder().put("agent", Map.of("type", "winlogbeat"));
    event.forEach(
        (name, value) -> fields.put(SYSTEM.getOrDefault(name, "winlog.event_data." + name), value));
    return nested(fields.build());
  }

  private static Fields withModules(Fields event) {
    if (!event.text("Channel").orElse("").startsWith("Microsoft-Windows-Sysmon")) {
      return forwarded(event);
    }
    boolean library = List.of("6", "7").contains(event.text("EventID").orElse(""));
    Fields.Builder fields = Fields.builder();
    event.forEach(
        (name, value) -> {
          String moved = MOVED.get(name);
          if (OF_THE_IMAGE.containsKey(name)) {
            moved = (library ? "file." : "process.") + OF_THE_IMAGE.get(name);
          } else if (name.equals("ImageLoaded")) {
            moved = "file.path";
          }
          String other = SYSTEM.getOrDefault(name, "winlog.event_data." + name);
          fields.put(moved == null ? other : moved, value);
        });
    return nested(fields.build());
  }

  /** Names with dots as objects in objects. */
  private static Fields nested(Fields flat) {
    Map<String, Object> root = new TreeMap<>();
    flat.forEach((name, value) -> put(root, name, value));
    return Fields.copyOf(root);
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> into, String name, Object value) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      into.put(name, value);
    } else {
      Object inner = into.computeIfAbsent(name.substring(0, dot), any -> new TreeMap<>());
      put((Map<String, Object>) inner, name.substring(dot + 1), value);
    }
  }

  @Test
  void rulesFindWhatTheyFoundInEventsThatAreForwardedAsTheyAre() {
    assertThat(differences(ElasticEventsTest::forwarded)).isEmpty();
  }

  @Test
  void rulesFindWhatTheyFoundInEventsWhoseFieldsWereMoved() {
    assertThat(differences(ElasticEventsTest::withModules)).isEmpty();
  }

  private static Set<String> differences(UnaryOperator<Fields> made) {
    PublishedRules rules = Objects.requireNonNull(read);
    Set<String> differences = new TreeSet<>();
    int events = 0;
    int hits = 0;
    for (JsonNode each : Corpora.jsonLines("sigma/regression/index.jsonl")) {
      if (each.get("events").isNull()) {
        continue;
      }
      String file = "sigma/" + each.get("case_dir").asText() + "/" + each.get("file").asText();
      for (Fields event : WindowsEvents.read(Corpora.file(file))) {
        Set<String> expected = rules.matching(event);
        Set<String> found = rules.matching(made.apply(event));
        events++;
        hits += expected.size();
        if (!found.equals(expected)) {
          differences.add(file + ": " + expected + ", but " + found);
        }
      }
    }
    System.out.printf("%d events, %d hits, %d different%n", events, hits, differences.size());
    assertThat(hits).isGreaterThan(100);
    return differences;
  }
}
