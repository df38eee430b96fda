namespace Perto.Vectors;

internal sealed unsafe partial class ProximityGraph<TCodes>
{
    public override ProximityGraph Renumbered(ReadOnlySpan<int> numbers, int count)
    {
        ProximityGraph<TCodes> other = new(_codes, _settings);
        other._links.Reserve(count);
        other._codeBlocks.Reserve(count);
        int entry = GraphLinks.End, top = 0;
        for (int node = 0; node < Math.Min(numbers.Length, Count); node++)
        {
            int number = numbers[node];
            if (number < 0)
                continue;
            new ReadOnlySpan<byte>(_codeBlocks[node], _codes.CodeBytes).CopyTo(new Span<byte>(other._codeBlocks[number], _codes.CodeBytes));
            int level = _links.LevelOf(node);
            other._links.Raise(number, level);
            for (int at = 0; at <= level; at++)
                Copy(_links.List(node, at), other._links.List(number, at), _links.Capacity(at), numbers);
            if (Has(node) && (entry < 0 || level > top))
                (entry, top) = (number, level);
        }
        int before = _links.Entry.Node;
        if (before >= 0 && numbers[before] >= 0)
            (entry, top) = (numbers[before], _links.Entry.Level);
        other._links.Entry = (entry, top);
        other._reserved = count;
        other._count = count;
        return other;
    }

    private static void Copy(int* list, int* copy, int capacity, ReadOnlySpan<int> numbers)
    {
        int kept = 0;
        for (int i = 0; i < capacity && list[i] >= 0; i++)
        {
            if (list[i] < numbers.Length && numbers[list[i]] is >= 0 and var number)
                copy[kept++] = number;
        }
    }
}
