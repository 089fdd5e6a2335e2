package io.correlator.rules.index;

import java.util.Arrays;
import java.util.List;

/**
 * Literals as a tree, a character a step, siblings by their characters. What an {@link Automaton}
 * is made from.
 */
final class Trie {
  private final int[] child;
  private final int[] sibling;
  private final char[] label;
  private final int[] literal;
  private int size = 1;

  Trie(List<String> literals, Alphabet alphabet) {
    int most = 1 + literals.stream().mapToInt(String::length).sum();
    child = new int[most];
    sibling = new int[most];
    label = new char[most];
    literal = new int[most];
    Arrays.fill(literal, -1);
    for (int i = 0; i < literals.size(); i++) {
      add(alphabet.encode(literals.get(i)), i);
    }
  }

  private void add(char[] text, int position) {
    int node = 0;
    for (char c : text) {
      int before = 0;
      int next = child[node];
      while (next != 0 && label[next] < c) {
        before = next;
        next = sibling[next];
      }
      if (next == 0 || label[next] != c) {
        sibling[size] = next;
        next = size++;
        label[next] = c;
        if (before == 0) {
          child[node] = next;
        } else {
          sibling[before] = next;
        }
      }
      node = next;
    }
    literal[node] = position;
  }

  /** The number of nodes, the root included. */
  int size() {
    return size;
  }

  /**
   * Numbers the nodes by depth, siblings one after another, so that the n-th way of all leads to
   * node n + 1.
   *
   * @param literals receives the literal that ends at each node, or -1
   * @param firstWay receives the first way of each node, and the number of all ways
   * @param labels receives the character of each way
   */
  void byDepth(int[] literals, int[] firstWay, char[] labels) {
    int[] nodes = new int[size];
    int known = 1;
    for (int i = 0; i < size; i++) {
      literals[i] = literal[nodes[i]];
      firstWay[i] = known - 1;
      for (int next = child[nodes[i]]; next != 0; next = sibling[next]) {
        labels[known - 1] = label[next];
        nodes[known++] = next;
      }
    }
    firstWay[size] = known - 1;
  }
}
