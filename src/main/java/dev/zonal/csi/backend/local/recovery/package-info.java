/** What happens at a start before anybody is answered about an object: finish, remove, or name what is damaged. */
@NullMarked
package dev.zonal.csi.backend.local.recovery;

import org.jspecify.annotations.NullMarked;
