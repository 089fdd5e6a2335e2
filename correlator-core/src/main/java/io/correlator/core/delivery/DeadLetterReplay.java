package io.correlator.core.delivery;

import io.correlator.api.listener.Listener;
import io.correlator.api.listener.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Offers dead letters again: each event to each listener that is interested, once, followed by a
 * flush. What fails again, or interests nobody, is kept.
 *
 * <p>First the file is moved to {@code NAME.replaying}, so an engine that runs meanwhile begins a
 * new one; what is kept is added to that. If a replay is broken off, the next one takes up {@code
 * NAME.replaying} and nothing else; events that were delivered before are then delivered again,
 * under the same ids. For one thread.
 */
public final class DeadLetterReplay {
  private final Path path;
  private final DeadLetterFile kept;
  private final List<Listener> listeners;
  private final InstantSource clock;
  private long delivered;
  private long failed;
  private long unwanted;
  private long unreadable;

  private DeadLetterReplay(Path path, List<Listener> listeners, InstantSource clock) {
    this.path = path;
    this.kept = DeadLetterFile.at(path);
    this.listeners = List.copyOf(listeners);
    this.clock = clock;
  }

  /**
   * What came of the letters of a file.
   *
   * @param delivered how many were delivered to all who were interested, and are gone
   * @param failed how many letters were kept because a listener has failed, one for each of them
   * @param unwanted how many were kept because nobody was interested
   * @param unreadable how many lines were no letters, and were kept as they are
   */
  public record Outcome(long delivered, long failed, long unwanted, long unreadable) {}

  /**
   * Replays the file at {@code path}.
   *
   * @param listeners they are opened first and closed last
   * @param clock for the times of the letters that are kept
   * @throws NoSuchFileException if there is no such file
   * @throws Exception if a listener cannot be opened; the letters stay then
   */
  public static Outcome run(Path path, List<Listener> listeners, InstantSource clock)
      throws Exception {
    return new DeadLetterReplay(path, listeners, clock).run();
  }

  private Outcome run() throws Exception {
    Path replaying = path.resolveSibling(path.getFileName() + ".replaying");
    if (!Files.exists(replaying) && !Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    List<Listener> open = new ArrayList<>();
    try {
      for (Listener listener : listeners) {
        open.add(listener);
        listener.open();
      }
      if (!Files.exists(replaying)) {
        Files.move(path, replaying);
      }
      replay(replaying);
    } finally {
      closeAll(open);
    }
    return new Outcome(delivered, failed, unwanted, unreadable);
  }

  /** Each event was flushed, so what is thrown now costs none. */
  private static void closeAll(List<Listener> open) throws Exception {
    Exception first = null;
    for (Listener listener : open) {
      try {
        listener.close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void replay(Path replaying) throws IOException {
    DeadLetterFile.at(replaying)
        .read(
            new DeadLetterFile.Reader() {
              @Override
              public void letter(DeadLetter letter) throws IOException {
                offer(letter);
              }

              @Override
              public void unreadable(long line, String text, String problem) throws IOException {
                unreadable++;
                keepAsItIs(text);
              }
            });
    Files.delete(replaying);
  }

  private void offer(DeadLetter letter) throws IOException {
    boolean wanted = false;
    boolean taken = true;
    for (Listener listener : listeners) {
      if (listener.interest().matches(letter.event())) {
        wanted = true;
        taken &= offer(letter, listener);
      }
    }
    if (!wanted) {
      unwanted++;
      kept.keep(letter);
    } else if (taken) {
      delivered++;
    }
  }

  private boolean offer(DeadLetter letter, Listener listener) throws IOException {
    try {
      listener.accept(letter.event());
      listener.flush();
      return true;
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      failed++;
      kept.keep(
          new DeadLetter(
              listener.name(),
              e instanceof RejectedException
                  ? DeadLetter.Reason.REJECTED
                  : DeadLetter.Reason.FAILED,
              letter.attempts() + 1,
              e.toString(),
              clock.instant(),
              letter.event()));
      return false;
    }
  }

  private void keepAsItIs(String line) throws IOException {
    Files.writeString(
        path,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
