namespace Perto.Numerics;

/// <summary>How much room the operands of an <see cref="ILinearLayer"/> have, so that its loops need no edges.</summary>
public static class LayerShape
{
    /// <summary>The rows that there must be room for where there are <paramref name="rows"/>.</summary>
    public static int PaddedRows(int rows) => LayerTile.PaddedRows(rows);

    /// <summary>The values of a row that there must be room for where it has <paramref name="columns"/>.</summary>
    public static int PaddedColumns(int columns)
    {
        int width = Math.Max(LayerTile.Columns, QuantizedTile.Columns);
        return (columns + width - 1) / width * width;
    }
}
