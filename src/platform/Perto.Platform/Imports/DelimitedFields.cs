namespace Perto.Platform;

/// <summary>A row of a delimited file.</summary>
internal sealed class DelimitedFields(IReadOnlyDictionary<string, int> columns, string[] values) : RowFields
{
    public override string? Text(string field) =>
        columns.TryGetValue(field, out int column) && values[column].Length > 0 ? values[column] : null;
}
