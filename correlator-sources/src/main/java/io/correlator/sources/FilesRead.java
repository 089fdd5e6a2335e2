package io.correlator.sources;

import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files were read, and how far: by earlier runs, and by this one. For the thread of one
 * source.
 *
 * <p>A file is known by its text, so it is found under the name that a rotation has given it,
 * packed or not. Each text that gets a name has an incarnation of its own.
 */
final class FilesRead {
  private static final Print EMPTY = Print.of(new byte[0]);

  private final FilesPosition.Saved saved;

  /** What was saved, less what was found under other names. */
  private final Map<String, FileMark> known;

  /** The paths of what was saved, by rotation. */
  private final Map<String, List<String>> rotations = new HashMap<>();

  private final Map<String, Long> streams;
  private final Set<OpenInput> open = new LinkedHashSet<>();
  private FilesPosition.@Nullable Finished finished;

  /**
   * Goes on from a saved position, if there is one.
   *
   * @throws IllegalArgumentException if it cannot be read; it says what is wrong
   */
  FilesRead(Optional<String> position) {
    this.saved = position.map(FilesPosition::read).orElse(FilesPosition.Saved.NOTHING);
    this.known = new HashMap<>(saved.files());
    this.streams = new HashMap<>(saved.streams());
    for (String path : known.keySet()) {
      rotations
          .computeIfAbsent(RotationOrder.rotationOf(Path.of(path)), unused -> new ArrayList<>())
          .add(path);
    }
  }

  /**
   * What was being read when state was saved, and is not there now, holds back nobody: no record of
   * it follows.
   */
  void endLanesOfOthers(List<Input> inputs, SourceContext context) {
    Set<String> there = new HashSet<>();
    inputs.forEach(input -> there.add(input.isStream() ? input.name() : input.rotation()));
    for (String path : saved.open()) {
      String rotation = RotationOrder.rotationOf(Path.of(path));
      if (there.add(rotation)) {
        context.openFile(rotation).end();
      }
    }
    for (String stream : saved.streams().keySet()) {
      if (there.add(stream)) {
        context.openPipe(stream).end();
      }
    }
  }

  /** Where an earlier run stopped in the file of this name. */
  Optional<FileMark> mark(Input input) {
    return Optional.ofNullable(known.get(input.name()));
  }

  /** Where earlier runs stopped in other files of the rotation, the longest text first. */
  List<FileMark> othersOfRotation(Input input) {
    List<FileMark> others = new ArrayList<>();
    for (String path : rotations.getOrDefault(input.rotation(), List.of())) {
      FileMark mark = known.get(path);
      if (mark != null && mark.offset() > ByteOrderMark.LONGEST && !path.equals(input.name())) {
        others.add(mark);
      }
    }
    others.sort(Comparator.comparingLong(FileMark::offset).reversed().thenComparing(FileMark::key));
    return others;
  }

  /** The incarnation of a text that this name has not had so far. */
  long nextIncarnation(Input input) {
    return mark(input)
        .map(mark -> mark.offset() == 0 ? mark.incarnation() : mark.incarnation() + 1)
        .orElse(0L);
  }

  /** The incarnation of a stream, which cannot be known again: each run has another one. */
  long nextRun(Input stream) {
    return streams.merge(stream.name(), 0L, (last, unused) -> last + 1);
  }

  /** The text of this mark has another name now; of what gets its old name nothing was read. */
  void moved(FileMark mark) {
    FileMark nothing =
        new FileMark(
            mark.incarnation() + 1,
            0,
            1,
            false,
            OptionalLong.empty(),
            mark.modified(),
            EMPTY,
            EMPTY,
            mark.key());
    known.put(mark.key(), nothing);
    finished = new FilesPosition.Finished(() -> nothing, finished);
  }

  /** An input is being read. */
  void opened(OpenInput input) {
    open.add(input);
  }

  /** No more of an input is read in this run. */
  void closed(OpenInput input) {
    if (open.remove(input) && !input.isStream()) {
      finished = new FilesPosition.Finished(input.place(), finished);
    }
  }

  /** Where all of them stand. */
  SourcePosition position() {
    return new FilesPosition(
        saved,
        finished,
        open.stream().filter(input -> !input.isStream()).map(OpenInput::place).toList(),
        streams);
  }
}
