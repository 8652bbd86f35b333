/* Makes the disk of the processes it is preloaded into slow: the real call is made, after a wait.

   The file named by TORTURE_SLOW_DISK holds two numbers of 32 bits, microseconds before a sync and before a write to
   a plain file; it is mapped, so that a run changes them while the processes go on. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { SYNC, WRITE };

static const volatile uint32_t *microseconds;

__attribute__((constructor)) static void look_up(void)
{
    const char *name = getenv("TORTURE_SLOW_DISK");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void *at = mmap(NULL, 2 * sizeof(uint32_t), PROT_READ, MAP_SHARED, file, 0);
    if (at != MAP_FAILED)
        microseconds = at;
    close(file);
}

static void wait_for_disk(int file, int kind)
{
    uint32_t wait = microseconds ? microseconds[kind] : 0;
    struct stat of;
    int before = errno;
    if (wait && fstat(file, &of) == 0 && S_ISREG(of.st_mode)) {
        struct timespec left = {wait / 1000000, (long)(wait % 1000000) * 1000};
        while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
            ;
    }
    errno = before;
}

#define SLOW(result, name, kind, parameters, arguments)                                                                \
    result name parameters                                                                                             \
    {                                                                                                                  \
        static result(*real) parameters;                                                                               \
        if (!real)                                                                                                     \
            real = (result(*) parameters)dlsym(RTLD_NEXT, #name);                                                      \
        wait_for_disk(file, kind);                                                                                     \
        return real arguments;                                                                                         \
    }

SLOW(int, fsync, SYNC, (int file), (file))
SLOW(int, fdatasync, SYNC, (int file), (file))
SLOW(ssize_t, write, WRITE, (int file, const void *from, size_t size), (file, from, size))
SLOW(ssize_t, writev, WRITE, (int file, const struct iovec *from, int count), (file, from, count))
SLOW(ssize_t, pwrite, WRITE, (int file, const void *from, size_t size, off_t at), (file, from, size, at))
SLOW(ssize_t, pwrite64, WRITE, (int file, const void *from, size_t size, off64_t at), (file, from, size, at))
SLOW(ssize_t, pwritev, WRITE, (int file, const struct iovec *from, int count, off_t at), (file, from, count, at))
SLOW(ssize_t, pwritev64, WRITE, (int file, const struct iovec *from, int count, off64_t at), (file, from, count, at))
