namespace Perto.Vectors;

/// <summary>Counts the hits that were taken for each value of a field; takes all where there is no field.</summary>
internal readonly struct GroupCounts(GroupBy? group)
{
    private readonly Dictionary<PayloadValue, int>? _taken = group is null ? null : [];

    /// <summary>Takes the next best hit, unless it is without a value or its value has as many as it may.</summary>
    public bool Takes(IEnumerable<KeyValuePair<string, PayloadValue>> payload)
    {
        if (_taken is null)
            return true;
        PayloadValue value = payload switch
        {
            IReadOnlyDictionary<string, PayloadValue> hit => hit.GetValueOrDefault(group!.Field),
            _ => ((IDictionary<string, PayloadValue>)payload).TryGetValue(group!.Field, out PayloadValue found) ? found : PayloadValue.None,
        };
        int before = _taken.GetValueOrDefault(value);
        if (value.Kind is PayloadKind.None || before == group!.Size)
            return false;
        _taken[value] = before + 1;
        return true;
    }
}
