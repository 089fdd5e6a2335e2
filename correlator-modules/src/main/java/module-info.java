import io.correlator.api.module.Module;
import io.correlator.modules.sshd.SshdModule;

/** The modules that come with Correlator. */
module io.correlator.modules {
  requires static transitive org.jspecify;
  requires transitive io.correlator.api;

  exports io.correlator.modules.sshd;

  provides Module with
      SshdModule;
}
