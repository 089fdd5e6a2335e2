package io.correlator.modules.sshd;

import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.state.KeyedState;

/** The numbers of the period in progress, kept up to date so that its end costs nothing. */
final class PeriodTotals {
  private final KeyedState<String, Address> addresses;
  private long succeeded;
  private long failed;
  private long failedWithoutSuccess;
  private long addressesOverLimit;

  /** What one address did in the period. */
  record Address(long failed, boolean succeeded, boolean overLimit) {
    static final Address NEW = new Address(0, false, false);
  }

  /** Totals that remember {@code addresses} during a period and forget them at its end. */
  PeriodTotals(KeyedState<String, Address> addresses) {
    this.addresses = addresses;
  }

  void success(String address) {
    Address before = addresses.get(address).orElse(Address.NEW);
    succeeded++;
    if (!before.succeeded()) {
      failedWithoutSuccess -= before.failed();
      addresses.put(address, new Address(before.failed(), true, before.overLimit()));
    }
  }

  void failures(String address, int count) {
    Address before = addresses.get(address).orElse(Address.NEW);
    failed += count;
    if (!before.succeeded()) {
      failedWithoutSuccess += count;
    }
    addresses.put(
        address, new Address(before.failed() + count, before.succeeded(), before.overLimit()));
  }

  void overLimit(String address) {
    Address before = addresses.get(address).orElse(Address.NEW);
    if (!before.overLimit()) {
      addressesOverLimit++;
      addresses.put(address, new Address(before.failed(), before.succeeded(), true));
    }
  }

  /** The numbers of {@code period}; afterwards they start from zero. */
  SshStatistics close(StatisticsPeriod period, boolean approximate) {
    SshStatistics statistics =
        new SshStatistics(
            period.start(),
            period.end(),
            period.partial(),
            succeeded,
            failed,
            failedWithoutSuccess,
            addressesOverLimit,
            approximate);
    succeeded = 0;
    failed = 0;
    failedWithoutSuccess = 0;
    addressesOverLimit = 0;
    addresses.clear();
    return statistics;
  }
}
