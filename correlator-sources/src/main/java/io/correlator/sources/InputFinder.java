package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.SourceContext;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds what there is to read under the paths given, in order. What cannot be read is reported and
 * left out. For the thread of one source.
 *
 * <p>In a folder, links to files are followed, unless they lead to a file of the same folder, which
 * is read anyway; links to folders are not, so there are no circles. Only someone who names a pipe
 * gets it read; devices and sockets are never read.
 */
final class InputFinder {
  private static final int FILE_TYPE = 0xf000;
  private static final int PIPE = 0x1000;
  private static final int SOCKET = 0xc000;

  private final SourceContext context;
  private final List<Input> found = new ArrayList<>();

  InputFinder(SourceContext context) {
    this.context = requireNonNull(context, "context");
  }

  List<Input> found() {
    return List.copyOf(found);
  }

  void add(Input input) {
    found.add(input);
  }

  /** Adds a file or a pipe, or the files in a folder. */
  void find(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        found.add(Input.file(path, attributes, Input.Origin.NAMED));
      } else if (attributes.isDirectory()) {
        findInFolder(path);
      } else {
        findSpecial(path);
      }
    } catch (IOException e) {
      context.unreadable(path.toString(), Reasons.of(e));
    }
  }

  private void findSpecial(Path path) throws IOException {
    int type = fileType(path);
    if (type == PIPE) {
      found.add(Input.pipe(path));
    } else {
      context.unreadable(path.toString(), type == SOCKET ? "is a socket" : "is a device");
    }
  }

  private static int fileType(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? (int) Files.getAttribute(path, "unix:mode") & FILE_TYPE
        : 0;
  }

  private void findInFolder(Path folder) throws IOException {
    int before = found.size();
    walk(folder, folder.toRealPath());
    if (found.size() == before) {
      context.unreadable(folder.toString(), "there are no files in this folder");
    }
  }

  private void walk(Path folder, Path root) throws IOException {
    for (Path entry : entries(folder)) {
      try {
        visit(entry, root);
      } catch (IOException e) {
        context.unreadable(entry.toString(), Reasons.of(e));
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(
            folder, entry -> !entry.getFileName().toString().startsWith("."))) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(Comparator.comparing(RotationOrder::of));
    return entries;
  }

  private void visit(Path entry, Path root) throws IOException {
    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      walk(entry, root);
      return;
    }
    boolean readAnyway = Files.isSymbolicLink(entry) && entry.toRealPath().startsWith(root);
    BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
    if (attributes.isRegularFile() && !readAnyway) {
      found.add(Input.file(entry, attributes, Input.Origin.FOUND));
    }
  }
}
