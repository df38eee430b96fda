namespace Perto.Platform;

/// <summary>Every topic that has a handler.</summary>
internal sealed class OutboxTopics
{
    private readonly Dictionary<string, OutboxTopic> _byName = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">Two handlers have the same topic.</exception>
    public OutboxTopics(IEnumerable<OutboxTopic> topics)
    {
        foreach (OutboxTopic topic in topics)
        {
            if (!_byName.TryAdd(topic.Name, topic))
                throw new ArgumentException($"The outbox topic '{topic.Name}' has two handlers; give one of them another topic", nameof(topics));
        }
    }

    public IReadOnlyCollection<OutboxTopic> All => _byName.Values;

    /// <exception cref="InvalidValueException">Nobody handles it: a message of it would lie there for ever.</exception>
    public OutboxTopic Find(string name) => _byName.TryGetValue(name, out OutboxTopic? topic)
        ? topic
        : throw new InvalidValueException(
            "topic", name, _byName.Count == 0 ? "a topic with a handler" : string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal)), $"topic must have a handler; nobody handles '{name}'");
}
