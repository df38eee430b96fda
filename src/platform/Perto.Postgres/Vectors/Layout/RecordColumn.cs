using NpgsqlTypes;

namespace Perto.Postgres;

/// <summary>A column that holds a vector or a payload value, or a part of it.</summary>
/// <typeparam name="T">What it is made of.</typeparam>
/// <param name="Name">Its name in the table.</param>
/// <param name="Type">Its type in PostgreSQL.</param>
/// <param name="Wire">The type of the parameter that brings a value.</param>
/// <param name="Value">The parameter's value; null where the column has none.</param>
internal sealed record RecordColumn<T>(string Name, string Type, NpgsqlDbType Wire, Func<T, object?> Value)
{
    /// <summary>The words that turn the parameter into the column's type.</summary>
    public Func<string, string> Cast { get; init; } = parameter => parameter;

    /// <summary>The binary form for COPY, where it is not that of the parameter.</summary>
    public Func<T, byte[]>? Binary { get; init; }
}
