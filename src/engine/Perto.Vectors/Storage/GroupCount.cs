namespace Perto.Vectors.Storage;

/// <summary>Counts the hits that were taken for each value of a field; takes all where there is no field.</summary>
internal readonly struct GroupCount(CollectionSnapshot snapshot, GroupBy? group)
{
    private readonly int _field = group is null ? -1 : snapshot.Schema.PayloadIndex(group.Field);
    private readonly Dictionary<PayloadValue, int>? _taken = group is null ? null : [];

    /// <summary>Takes the next best hit, unless it is without a value or its value has as many as it may.</summary>
    public bool Takes(in Hit hit)
    {
        if (_taken is null)
            return true;
        PayloadValue value = snapshot.Payload(hit, _field);
        int before = _taken.GetValueOrDefault(value);
        if (value.Kind is PayloadKind.None || before == group!.Size)
            return false;
        _taken[value] = before + 1;
        return true;
    }
}
