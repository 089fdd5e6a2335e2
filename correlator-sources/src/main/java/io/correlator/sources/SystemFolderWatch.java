package io.correlator.sources;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link WatchService} says about folders. Systems limit how many can be watched, and some
 * have no such service: those that are not watched are quiet. For one thread.
 */
final class SystemFolderWatch implements FolderWatch {
  private final @Nullable WatchService service;
  private final Map<Path, WatchKey> watched = new HashMap<>();
  private boolean news;

  SystemFolderWatch() {
    this.service = open();
  }

  private static @Nullable WatchService open() {
    try {
      return FileSystems.getDefault().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  @Override
  public void watch(Set<Path> folders) {
    WatchService watching = service;
    if (watching == null) {
      return;
    }
    Iterator<Map.Entry<Path, WatchKey>> before = watched.entrySet().iterator();
    while (before.hasNext()) {
      Map.Entry<Path, WatchKey> each = before.next();
      if (!each.getValue().isValid() || !folders.contains(each.getKey())) {
        each.getValue().cancel();
        before.remove();
      }
    }
    for (Path folder : folders) {
      if (!watched.containsKey(folder)) {
        register(folder, watching);
      }
    }
  }

  private void register(Path folder, WatchService watching) {
    try {
      watched.put(folder, folder.toAbsolutePath().register(watching, ENTRY_CREATE, ENTRY_DELETE));
      // What came since it was looked at was not seen.
      news = true;
    } catch (IOException e) {
      // It is looked at all the same, and tried again then.
    }
  }

  @Override
  public boolean hasNews() {
    boolean heard = news;
    news = false;
    WatchService watching = service;
    for (WatchKey key = poll(watching); key != null; key = poll(watching)) {
      key.pollEvents();
      // A key that is not valid any more is of a folder that was deleted.
      boolean unused = key.reset();
      heard = true;
    }
    return heard;
  }

  private static @Nullable WatchKey poll(@Nullable WatchService service) {
    return service == null ? null : service.poll();
  }

  @Override
  public void close() {
    WatchService watching = service;
    if (watching != null) {
      try {
        watching.close();
      } catch (IOException e) {
        // Nobody asks it any more.
      }
    }
  }
}
