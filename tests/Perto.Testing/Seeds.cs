using System.Runtime.CompilerServices;
using FsCheck;

namespace Perto.Testing;

/// <summary>
/// Randomness that is the same in every run. Each test has a seed of its own, made from its name;
/// <c>PERTO_TEST_SEED</c> (a whole number) moves all of them, to look where no run has looked before.
/// </summary>
public static class Seeds
{
    /// <summary>The calling test's seed, 0 or greater.</summary>
    public static int Of([CallerMemberName] string test = "") => (int)(Hash(test) & int.MaxValue);

    /// <summary>A generator that starts at the calling test's seed.</summary>
    public static Random Random([CallerMemberName] string test = "") => new(Of(test));

    /// <summary>Runs a property on the same cases each time: <c>Check.One(Seeds.Property(), Prop.ForAll(...))</c>.</summary>
    /// <param name="cases">How many cases to try, 1 or more.</param>
    /// <param name="test">Filled in by the compiler.</param>
    public static Config Property(int cases = 100, [CallerMemberName] string test = "")
    {
        ulong seed = Hash(test);

        // FsCheck's generator takes an odd second word.
        return Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(seed, (seed >> 32) | 1);
    }

    // FNV-1a, 64 bits: string.GetHashCode differs from run to run.
    private static ulong Hash(string test)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in test + Environment.GetEnvironmentVariable("PERTO_TEST_SEED"))
            hash = (hash ^ letter) * 1099511628211;
        return hash;
    }
}
