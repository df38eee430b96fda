using System.Collections;
using System.Data;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;

namespace Perto.Platform;

/// <summary>
/// Makes <c>in @list</c> mean the same on both engines. Dapper writes the list out on SQLite, but hands Npgsql an array, which
/// PostgreSQL takes only as <c>= any(@list)</c> - one statement text whatever the length, so that is what it gets.
/// </summary>
internal static partial class ListParameters
{
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
