using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Perto.Postgres;

/// <summary>SQL that is put together: our own words as text, all that others gave as parameters <c>$1</c>, <c>$2</c>, ...</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<NpgsqlParameter> _parameters = [];

    /// <summary>Adds words. They come from this program alone.</summary>
    public SqlText Add(string words)
    {
        _text.Append(words);
        return this;
    }

    /// <summary>Makes a parameter and gives its name.</summary>
    public string Value<T>(T value, NpgsqlDbType type)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return $"${_parameters.Count}";
    }

    /// <summary>Makes a parameter that may be null.</summary>
    public string Nullable(object? value, NpgsqlDbType type)
    {
        _parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return $"${_parameters.Count}";
    }

    /// <inheritdoc cref="Value{T}"/>
    public string Value(long value) => Value(value, NpgsqlDbType.Bigint);

    /// <inheritdoc cref="Value{T}"/>
    public string Value(double value) => Value(value, NpgsqlDbType.Double);

    /// <inheritdoc cref="Value{T}"/>
    public string Value(string value) => Value(value, NpgsqlDbType.Text);

    /// <inheritdoc cref="Value{T}"/>
    public string Value(string[] values) => Value(values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    /// <summary>A command; one over any number of records takes as long as it takes.</summary>
    public NpgsqlCommand ToCommand(NpgsqlConnection connection, bool overMany = false)
    {
        NpgsqlCommand command = new(_text.ToString(), connection);
        if (overMany)
            command.CommandTimeout = 0;
        foreach (NpgsqlParameter parameter in _parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public NpgsqlBatchCommand ToBatchCommand()
    {
        NpgsqlBatchCommand command = new(_text.ToString());
        foreach (NpgsqlParameter parameter in _parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
