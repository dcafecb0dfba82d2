package dev.zonal.csi.rehearsal;

import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.ByteSize;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;

/**
 * The files of a filesystem that may have no reflinks: where a file can't be cloned, an empty one of its length stands in
 * for the clone. Nobody keeps anything in the pool of a rehearsal.
 */
final class StandInClones {
    private StandInClones() {}

    static FileTree over(FileTree files) {
        return (FileTree) Proxy.newProxyInstance(
                FileTree.class.getClassLoader(), new Class<?>[] {FileTree.class}, (_, method, arguments) -> {
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException failed) {
                        if (method.getName().equals("cloneFile") && failed.getCause() instanceof HostException) {
                            standIn(files, (Path) arguments[0], (Path) arguments[1]);
                            return null;
                        }
                        throw failed.getCause();
                    }
                });
    }

    private static void standIn(FileTree files, Path source, Path target) {
        long bytes = files.status(source).map(FileStatus::sizeBytes).orElse(0L);
        files.createSparse(target, ByteSize.ofBytes(bytes));
    }
}
