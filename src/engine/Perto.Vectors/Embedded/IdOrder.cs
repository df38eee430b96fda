namespace Perto.Vectors;

/// <summary>
/// The first rows of a table in id order (<see cref="CodePointOrder"/>), versions of one record in the order of writing. Immutable.
/// </summary>
internal sealed class IdOrder
{
    private readonly string[] _ids;
    private readonly int[] _rows;

    private IdOrder(string[] ids, int[] rows)
    {
        _ids = ids;
        _rows = rows;
    }

    public static IdOrder Empty { get; } = new([], []);

    /// <summary>How many rows stand in it.</summary>
    public int Count => _rows.Length;

    public int this[int position] => _rows[position];

    /// <summary>The position of the first row whose id comes after <paramref name="id"/>.</summary>
    public int After(string id) => After(id, from: 0);

    /// <summary>The same with the rows up to <paramref name="count"/>.</summary>
    public IdOrder Extended(Chunk[] chunks, int count)
    {
        int[] added = [.. Enumerable.Range(Count, count - Count)];
        string[] addedIds = Array.ConvertAll(added, row => chunks[row / Chunk.Rows].Ids[row % Chunk.Rows]);
        // Rows are distinct and ascending, so the order of equal ids is settled by the row.
        Array.Sort(added, (x, y) =>
        {
            int order = CodePointOrder.Compare(addedIds[x - Count], addedIds[y - Count]);
            return order != 0 ? order : x - y;
        });

        string[] ids = new string[count];
        int[] rows = new int[count];
        int taken = 0;
        for (int i = 0; i < added.Length; i++)
        {
            string id = addedIds[added[i] - Count];
            int until = After(id, taken);
            Array.Copy(_ids, taken, ids, taken + i, until - taken);
            Array.Copy(_rows, taken, rows, taken + i, until - taken);
            ids[until + i] = id;
            rows[until + i] = added[i];
            taken = until;
        }
        Array.Copy(_ids, taken, ids, taken + added.Length, Count - taken);
        Array.Copy(_rows, taken, rows, taken + added.Length, Count - taken);
        return new IdOrder(ids, rows);
    }

    private int After(string id, int from)
    {
        int low = from, high = Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (CodePointOrder.Compare(_ids[middle], id) <= 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
