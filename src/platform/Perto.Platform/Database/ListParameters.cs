using System.Collections;
using System.Data;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;

namespace Perto.Platform;

/// <summary>
/// Makes <c>in @list</c> mean the same on both engines. Dapper hands Npgsql an array, which PostgreSQL takes only as <c>= any(@list)</c> - one statement text
/// whatever the length, so that is what it gets. On SQLite Dapper writes the list out, a parameter for each value; that finds each parameter's name by a scan over
/// all of them, so a list of thousands takes longer to name than to look up, and goes in as one JSON array.
/// </summary>
internal static partial class ListParameters
{
    // Below, what Dapper writes out costs less than a JSON array, and SQLite knows the number of values when it plans.
    private const int SqliteListed = 32;

    /// <summary>The statement and its arguments as SQLite takes them.</summary>
    public static (string Sql, object? Arguments) ForSqlite(string sql, object? args)
    {
        if (args is null || !InList.IsMatch(sql))
            return (sql, args);
        DynamicParameters? arguments = null;
        string rewritten = InList.Replace(sql, match =>
        {
            string name = match.Groups["name"].Value;
            if (ListOf(args, name) is not { Length: > SqliteListed } list || JsonOf(list) is not { } json)
                return match.Value;
            arguments ??= new DynamicParameters(args);
            // Under another name: what is still named after the list Dapper writes out.
            arguments.Add($"{name}_json", json);
            return $"{(match.Groups["not"].Success ? "not in" : "in")} (select value from json_each(@{name}_json))";
        });
        return (rewritten, arguments ?? args);
    }

    /// <summary>The statement and its arguments as PostgreSQL takes them.</summary>
    public static (string Sql, object? Arguments) ForPostgres(string sql, object? args)
    {
        if (args is null || !InList.IsMatch(sql))
            return (sql, args);
        var arguments = new DynamicParameters(args);
        string rewritten = InList.Replace(sql, match =>
        {
            string name = match.Groups["name"].Value;
            if (ListOf(args, name) is not { } list)
                return match.Value;
            arguments.Add(name, new ArrayParameter(list));
            return match.Groups["not"].Success ? $"<> all(@{name})" : $"= any(@{name})";
        });
        return (rewritten, arguments);
    }

    // SQLite ends a text of JSON at an escaped 0.
    private static string? JsonOf(Array list) => list switch
    {
        string[] texts when !Array.Exists(texts, text => text is null || text.Contains('\0', StringComparison.Ordinal)) => JsonSerializer.Serialize(texts),
        long[] numbers => JsonSerializer.Serialize(numbers),
        int[] numbers => JsonSerializer.Serialize(numbers),
        _ => null,
    };

    private static Array? ListOf(object args, string name)
    {
        if (args.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)?.GetValue(args) is not IEnumerable values)
            return null;
        Type? item = values.GetType().GetInterfaces().Prepend(values.GetType())
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];
        if (item is null)
            return null;
        object[] all = [.. values.Cast<object>()];
        var list = Array.CreateInstance(item, all.Length);
        Array.Copy(all, list, all.Length);
        return list;
    }

    [GeneratedRegex(@"\b(?<not>not\s+)?in\s+@(?<name>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex InList { get; }

    private sealed class ArrayParameter(Array values) : SqlMapper.ICustomQueryParameter
    {
        public void AddParameter(IDbCommand command, string name)
        {
            // Dapper has already made a parameter of the list as it was given.
            if (!command.Parameters.Contains(name))
            {
                IDbDataParameter parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }
            ((IDbDataParameter)command.Parameters[name]!).Value = values;
        }
    }
}
