/* A slow disk and a machine clock that is wrong, for the processes this is preloaded into; neither does anything to
   those that are not told of it.

   The file named by TORTURE_SLOW_DISK holds two numbers of 32 bits, microseconds to wait before a sync and before a
   write to a plain file; the real call is made then. The file named by TORTURE_CLOCK holds one, the seconds by which
   the wall clock is ahead; what counts from the start of the machine is left alone, and so is all that waits. The
   files are mapped, so that a run changes them while the processes go on. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { SYNC, WRITE };

static const volatile uint32_t *microseconds, *ahead;

static const volatile uint32_t *numbers_of(const char *setting, size_t size)
{
    const char *name = getenv(setting);
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return NULL;
    void *at = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    return at == MAP_FAILED ? NULL : at;
}

__attribute__((constructor)) static void look_up(void)
{
    microseconds = numbers_of("TORTURE_SLOW_DISK", 2 * sizeof(uint32_t));
    ahead = numbers_of("TORTURE_CLOCK", sizeof(uint32_t));
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

static int is_wall_clock(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

int clock_gettime(clockid_t clock, struct timespec *at)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, at);
    if (result == 0 && ahead && is_wall_clock(clock))
        at->tv_sec += *ahead;
    return result;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone)
{
    static int (*real)(struct timeval *, void *);
    if (!real)
        real = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
    int result = real(at, zone);
    if (result == 0 && at && ahead)
        at->tv_sec += *ahead;
    return result;
}

time_t time(time_t *to)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    if (to)
        *to = at.tv_sec;
    return at.tv_sec;
}
