package dev.zonal.csi.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in the values is refused before anything is installed, by its place and what belongs there. */
final class RefusedValuesIT {
    private static Helm helm;

    @BeforeAll
    static void find() {
        helm = Helm.find();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pool[0].path=/srv                            | additional properties 'pool' not allowed",
                "pools[0].size=20GB,pools[0].name=a           | at '/pools/0/size': '20GB' does not match pattern",
                "pools[0].name=a,pools[0].path=srv            | at '/pools/0/path': 'srv' does not match pattern",
                "pools[0].name=a                              | at '/pools/0': missing property 'path'",
                "pools=null                                   | missing property 'pools'",
                "nodeSets[0].name=a                           | missing properties 'nodeSelector', 'pools'",
                "topology.fromLabels.zone=not a label         | at '/topology/fromLabels/zone'",
                "topology.fromLabels.node=example.com/name    | at '/topology/fromLabels/node'",
                "storageClasses[0].name=a,storageClasses[0].fsType=ntfs | at '/storageClasses/0/fsType'",
                "storageClasses[0].name=a,storageClasses[0].parameters.pol=b | additional properties 'pol' not allowed",
                "storageClasses[0].name=a,storageClasses[0].reclaimPolicy=Recycle | at '/storageClasses/0/reclaimPolicy'",
                "volumeSnapshotClasses[0].name=a,volumeSnapshotClasses[0].parameters.consistency=maybe | /consistency",
                "driverName=1driver                           | at '/driverName': '1driver' does not match pattern",
                "driver.extraArgs[0]=serve                    | at '/driver/extraArgs/0'",
                "driver.forgetHomes[0]=vol                    | at '/driver/forgetHomes/0'",
                "driver.httpPort=0                            | at '/driver/httpPort'",
                "poolOvercommit=0                             | at '/poolOvercommit'",
                "image.pullPolicy=Sometimes                   | at '/image/pullPolicy'",
                "controller.replicas=0                        | at '/controller/replicas'",
                "control.certificates.node.secret.secretName=a | at '/control/certificates/controller'",
                "control.certificates.controller.secret.secretName=a | at '/control/certificates/controller'",
                "capacity.publisher=both                      | at '/capacity/publisher'",
                "capacity.publisher=buckets,capacity.removeLabels=true | at '/capacity/removeLabels'",
                "kubeletDir=var/lib/kubelet                   | at '/kubeletDir'",
            })
    void isNamed(String values, String message) {
        Helm.Outcome outcome = helm.template("--set", values);

        assertThat(outcome.status()).as(outcome.printed()).isNotZero();
        assertThat(outcome.printed()).contains(message);
    }
}
