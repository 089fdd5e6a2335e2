package io.correlator.core.runtime;

import io.correlator.api.EmittedEvent;
import io.correlator.core.codec.EventReader;
import io.correlator.core.codec.EventWriter;
import io.correlator.core.fault.Sabotage;
import io.correlator.core.snapshot.Sections;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What of an engine is in a snapshot, section by section: time with the records that wait, the
 * pipeline with its modules, each source and each listener. Sources and listeners are known by
 * their names and by how many of that name were added before.
 */
final class EngineState {
  private static final String TIME = "time";
  private static final String PIPELINE = "pipeline";
  private static final String CAPTURE = "capture";
  private static final String JOURNAL = "journal";
  private static final int VERSION = 1;

  private final OrderedPipeline ordered;
  private final List<SourceRunner> sources;
  private final List<ListenerRunner> listeners;
  private final Formats formats;
  private final StateOutput out = new StateOutput();

  EngineState(
      OrderedPipeline ordered,
      List<SourceRunner> sources,
      List<ListenerRunner> listeners,
      Formats formats) {
    this.ordered = ordered;
    this.sources = sources;
    this.listeners = listeners;
    this.formats = formats;
  }

  /** Copies the state of all but the listeners. For the pipeline's thread. */
  Sections copy() {
    ordered.flush();
    Sections sections = new Sections();
    sections.put(TIME, bytesOf(TIME, ordered.time()::save));
    sections.put(PIPELINE, bytesOf(PIPELINE, ordered::save));
    for (int i = 0; i < sources.size(); i++) {
      sections.put(nameOfSource(i), bytesOf("source", sources.get(i)::save));
      if (sources.get(i).needsJournal()) {
        sections.put(nameOfJournal(i), bytesOf(JOURNAL, sources.get(i)::saveJournal));
      }
    }
    ordered
        .capture()
        .flatMap(CaptureTap::position)
        .ifPresent(
            position ->
                sections.put(
                    CAPTURE, bytesOf(CAPTURE, section -> section.writeLongText(position))));
    return sections;
  }

  private byte[] bytesOf(String name, StateOutput.Content content) {
    out.clear();
    out.section(name, VERSION, content);
    return out.toByteArray();
  }

  /**
   * Gets to the disk what a saved state relies on. In another thread than the pipeline's.
   *
   * @throws java.io.UncheckedIOException if that fails; the state must not be saved then
   */
  void force() {
    ordered.capture().ifPresent(CaptureTap::force);
  }

  /** Adds where a listener stands, in the order of the listeners. */
  void add(List<ListenerCursor> cursors, Sections sections) {
    for (int i = 0; i < cursors.size(); i++) {
      StateOutput bytes = new StateOutput();
      ListenerCursor cursor = cursors.get(i);
      bytes.section("listener", VERSION, section -> save(cursor, section));
      sections.put(nameOfListener(i), bytes.toByteArray());
    }
  }

  private static void save(ListenerCursor cursor, StateOutput out) {
    out.writeBoolean(cursor.position().isPresent());
    cursor.position().ifPresent(out::writeLongText);
    out.writeInt(cursor.undelivered().size());
    for (EmittedEvent event : cursor.undelivered()) {
      out.writeLongText(EventWriter.write(event));
    }
  }

  /**
   * Says to each listener where it goes on, before it is opened.
   *
   * @throws io.correlator.core.state.StateException if that cannot be read
   */
  void resumeListeners(Sections sections) {
    for (int i = 0; i < listeners.size(); i++) {
      ListenerRunner listener = listeners.get(i);
      Optional<byte[]> saved = sections.get(nameOfListener(i));
      if (saved.isPresent() && !Sabotage.LISTENERS_NOT_RESTORED.isActive()) {
        read(saved.get(), "listener", in -> listener.resume(load(listener.name(), in)));
      }
    }
  }

  private static ListenerCursor load(String name, StateInput in) throws IOException {
    Optional<String> position =
        in.readBoolean() ? Optional.of(in.readLongText()) : Optional.empty();
    int count = in.readCount(Integer.BYTES);
    List<EmittedEvent> undelivered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      undelivered.add(EventReader.read(in.readLongText()));
    }
    return new ListenerCursor(name, position, undelivered);
  }

  /**
   * Restores all but the listeners, and puts the capture back to what belongs to that state.
   * Modules are open, and nothing has been read.
   *
   * @throws io.correlator.core.state.StateException if something else was saved
   */
  void load(Sections sections) {
    if (!Sabotage.WAITING_FORGOTTEN.isActive()) {
      sections.get(TIME).ifPresent(saved -> read(saved, TIME, ordered.time()::load));
    }
    if (!Sabotage.STATE_NOT_RESTORED.isActive()) {
      sections.get(PIPELINE).ifPresent(saved -> read(saved, PIPELINE, ordered::load));
    }
    for (int i = 0; i < sources.size(); i++) {
      SourceRunner source = sources.get(i);
      sections.get(nameOfJournal(i)).ifPresent(saved -> read(saved, JOURNAL, source::loadJournal));
      sections
          .get(nameOfSource(i))
          .ifPresent(saved -> read(saved, "source", in -> source.load(in, ordered.time())));
    }
    if (!Sabotage.CAPTURE_NOT_RESTORED.isActive()) {
      sections.get(CAPTURE).ifPresent(saved -> read(saved, CAPTURE, this::goOnCapturing));
    }
  }

  private void goOnCapturing(StateInput in) throws IOException {
    String position = in.readLongText();
    ordered.capture().ifPresent(capture -> capture.goBackTo(position));
  }

  private void read(byte[] saved, String name, StateInput.Content content) {
    new StateInput(saved, formats::fields).section("section", name, VERSION, content);
  }

  /** The name of a source that no other one has. */
  String nameOfSource(int index) {
    return numbered("source", sources, SourceRunner::name, index);
  }

  private String nameOfJournal(int index) {
    return JOURNAL + " of " + nameOfSource(index);
  }

  private String nameOfListener(int index) {
    return numbered("listener", listeners, ListenerRunner::name, index);
  }

  private static <T> String numbered(
      String kind, List<T> parts, Function<T, String> nameOf, int index) {
    String name = nameOf.apply(parts.get(index));
    long before = parts.subList(0, index).stream().map(nameOf).filter(name::equals).count();
    return kind + ' ' + before + ' ' + name;
  }
}
