using System.Diagnostics;

// Code that the purity rule must tell of, and code that it must let through.
namespace Perto.Architecture.Tests
{
    internal static class ReadsAFile
    {
        public static byte[] Read(string path) => File.ReadAllBytes(path);
    }

    internal static class ReadsTheClock
    {
        public static long Now() => Stopwatch.GetTimestamp();
    }

    internal static class TakesATimeProvider
    {
        public static DateTimeOffset Now(TimeProvider time) => time.GetUtcNow();
    }

    internal static class ReadsTheEnvironment
    {
        public static string? Home() => Environment.GetEnvironmentVariable("HOME");
    }

    internal static class Waits
    {
        public static async Task ForAWhile(CancellationToken cancellationToken) => await Task.Delay(TimeSpan.FromDays(1), cancellationToken);
    }

    internal static class RollsDice
    {
        public static int Roll() => Random.Shared.Next(6);
    }

    internal static class WritesInALambda
    {
        public static Action<int> Writer() => Console.WriteLine;
    }

    internal static class HidesInAGenericArgument
    {
        public static int Count() => new List<Microsoft.Extensions.Logging.ILogger>().Count;
    }

    internal static class Remembers
    {
        private static int _last;

        public static int Next() => ++_last;
    }

    internal static class Computes
    {
        private static readonly int[] Steps = [1, 2, 3];

        public static int Default { get; } = 3;

        public static IEnumerable<int> Count(Stream stream, int seed)
        {
            var random = new Random(seed);
            int total = 0;
            Parallel.For(0, Steps.Length, step => Interlocked.Add(ref total, Steps[step]));
            yield return total;
            switch (total)
            {
                case 0: yield return stream.ReadByte(); break;
                case 1: yield return random.Next(); break;
                case 2: yield return 2; break;
                case 3: yield return 3; break;
                case 4: yield return 4; break;
            }
        }
    }

    internal interface ISpeaksOfTasks
    {
        Task<int> CountAsync();
    }
}

namespace Perto.Vectors.Storage
{
    internal static class OpensItsFile
    {
        public static FileStream Open(string path) => File.OpenRead(path);
    }
}
