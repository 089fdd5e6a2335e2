package io.correlator.rules.index;

/**
 * What an index has made of its rules.
 *
 * @param rules how many rules there are
 * @param constant how many of them need no record: they hold always, or never
 * @param alwaysChecked how many are evaluated for each record, because a record may match them
 *     whatever it shows; each makes every record dearer
 * @param questions how many different questions about fields the rules ask
 * @param literals how many different texts are searched for, each in its field
 * @param states the size of the automatons that do so, in states
 */
public record IndexSummary(
    int rules, int constant, int alwaysChecked, int questions, int literals, int states) {}
