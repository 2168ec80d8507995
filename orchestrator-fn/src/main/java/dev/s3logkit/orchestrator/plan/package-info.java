/// Which objects go into which archive: cut into manifests, written down once.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.orchestrator.plan;
