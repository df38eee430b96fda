using System.Reflection.PortableExecutable;

namespace Perto.Architecture.Tests;

/// <summary>
/// The engine floor computes: no I/O, no clock, no configuration, no async, no randomness that is not passed in, no static state
/// that changes. Read from the compiled code of each type.
/// </summary>
internal static class EnginePurity
{
    // Names of types, of namespaces (ending in a dot) and of members (after a colon).
    private static readonly (string Use, string Why)[] Forbidden =
    [
        ("System.IO.File", "reads and writes files"),
        ("System.IO.FileInfo", "reads and writes files"),
        ("System.IO.FileStream", "reads and writes files"),
        ("System.IO.RandomAccess", "reads and writes files"),
        ("System.IO.Directory", "reads and writes folders"),
        ("System.IO.DirectoryInfo", "reads and writes folders"),
        ("System.IO.DriveInfo", "reads the machine"),
        ("System.IO.FileSystemWatcher", "reads and writes folders"),
        ("System.IO.Path", "knows of files"),
        ("System.IO.MemoryMappedFiles.", "reads and writes files"),
        ("System.IO.Pipes.", "talks to other processes"),
        ("System.Net.", "talks to the network"),
        ("System.Console", "talks to the terminal"),
        ("System.Diagnostics.Process", "talks to other processes"),
        ("System.Diagnostics.Stopwatch", "reads the clock"),
        ("System.TimeProvider", "reads the clock"),
        ("System.DateTime:get_Now", "reads the clock"),
        ("System.DateTime:get_UtcNow", "reads the clock"),
        ("System.DateTime:get_Today", "reads the clock"),
        ("System.DateTimeOffset:get_Now", "reads the clock"),
        ("System.DateTimeOffset:get_UtcNow", "reads the clock"),
        ("System.Environment", "reads the machine"),
        ("System.AppContext", "reads the configuration"),
        ("System.Threading.Timer", "waits for the clock"),
        ("System.Threading.PeriodicTimer", "waits for the clock"),
        ("System.Threading.Tasks.Task", "is asynchronous"),
        ("System.Threading.Tasks.TaskFactory", "is asynchronous"),
        ("System.Threading.Tasks.ValueTask", "is asynchronous"),
        ("System.Random:get_Shared", "is randomness without a seed"),
        ("System.Security.Cryptography.RandomNumberGenerator", "is randomness without a seed"),
        ("System.Guid:NewGuid", "is randomness without a seed"),
        ("System.Guid:CreateVersion7", "is randomness without a seed"),
        ("Microsoft.Extensions.", "is hosting, logging or configuration"),
        ("Microsoft.AspNetCore.", "is hosting"),
    ];

    // The compiler itself writes this one into iterators.
    private const string IteratorThread = "System.Environment:get_CurrentManagedThreadId";

    /// <summary>The database part of Perto.Vectors has files, a clock and background work.</summary>
    private const string Exempt = "Perto.Vectors.Storage";

    /// <summary>What is wrong in an assembly; empty when nothing is.</summary>
    /// <param name="assembly">Path of the assembly.</param>
    /// <param name="only">Full name of the one type to look at; all when null.</param>
    public static IEnumerable<string> Violations(string assembly, string? only = null)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var code = new CompiledCode(file);
        return
        [
            .. code.Types
                .Where(type => only is null || type.Name == only)
                .Where(type => type.Namespace != Exempt && !type.Namespace.StartsWith(Exempt + ".", StringComparison.Ordinal))
                .SelectMany(type => Violations(code, type)).Distinct(),
        ];
    }

    private static IEnumerable<string> Violations(CompiledCode code, CompiledType type)
    {
        foreach (string field in code.StaticVariables(type))
            yield return $"{type.Name} has the static variable {field}: the engine floor keeps no state that changes.";
        foreach (string use in code.Uses(type).Where(use => use != IteratorThread))
        {
            if (Forbidden.FirstOrDefault(rule => Covers(rule.Use, use)).Why is { } why)
                yield return $"{type.Name} uses {use.Replace(':', '.')}, which {why}: the engine floor only computes.";
        }
    }

    private static bool Covers(string rule, string use) =>
        rule.EndsWith('.') ? use.StartsWith(rule, StringComparison.Ordinal)
        : rule.Contains(':') ? use == rule
        : use.Split(':')[0] == rule;
}
