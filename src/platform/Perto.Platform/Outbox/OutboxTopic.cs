using System.Buffers;

namespace Perto.Platform;

/// <summary>A topic as a module registered it.</summary>
internal sealed class OutboxTopic
{
    private const int LongestName = 100;

    private static readonly SearchValues<char> Accepted = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <exception cref="ArgumentException">The name is empty, too long or has another character.</exception>
    public OutboxTopic(string name, OutboxTopicOptions options, Func<IServiceProvider, object> handler)
    {
        if (name.Length is 0 or > LongestName || name.AsSpan().IndexOfAnyExcept(Accepted) >= 0)
            throw new ArgumentException($"A topic's name is 1 to {LongestName} of a-z, 0-9, '_', '.' and '-'; got '{name}'", nameof(name));
        options.Check();
        Name = name;
        Options = options;
        Handler = handler;
    }

    public string Name { get; }

    public OutboxTopicOptions Options { get; }

    /// <summary>Gives an <see cref="IOutboxDatabaseHandler"/> or an <see cref="IOutboxHandler"/>.</summary>
    public Func<IServiceProvider, object> Handler { get; }
}
