using System.Buffers;

namespace Perto.Platform;

/// <summary>A topic as a module registered it.</summary>
internal sealed class OutboxTopic
{
    /// <summary>What a name is, for messages.</summary>
    public const string NameRule = "1 to 100 of a-z, 0-9, '_', '.' and '-'";

    private const int LongestName = 100;

    private static readonly SearchValues<char> Accepted = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <exception cref="ArgumentException">The name is empty, too long or has another character.</exception>
    public OutboxTopic(string name, OutboxTopicOptions options, Func<IServiceProvider, object> handler)
    {
        if (!IsName(name))
            throw new ArgumentException($"A topic's name is {NameRule}; got '{name}'", nameof(name));
        options.Check();
        Name = name;
        Options = options;
        Handler = handler;
    }

    /// <summary>Whether a topic can have this name.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.AsSpan().IndexOfAnyExcept(Accepted) < 0;

    public string Name { get; }

    public OutboxTopicOptions Options { get; }

    /// <summary>Gives an <see cref="IOutboxDatabaseHandler"/> or an <see cref="IOutboxHandler"/>.</summary>
    public Func<IServiceProvider, object> Handler { get; }
}
