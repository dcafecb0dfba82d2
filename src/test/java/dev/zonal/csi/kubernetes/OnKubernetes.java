package dev.zonal.csi.kubernetes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on a real cluster, which is brought up once for all of them. A test method may take a {@link Story} and the
 * {@link Cluster}; skipped, with the reason, where this machine can't run one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kubernetes")
@ExtendWith({ClusterCondition.class, StoryExtension.class})
@interface OnKubernetes {
    /** The folder of deploy/examples whose manifests the story applies. */
    String value() default "";
}
