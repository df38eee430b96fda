using System.Data;
using Dapper;

namespace Perto.Platform;

/// <summary>Lets SQL take and give a <see cref="TenantId"/> as the text it is.</summary>
internal sealed class TenantIdHandler : SqlMapper.TypeHandler<TenantId>
{
    public override void SetValue(IDbDataParameter parameter, TenantId value) => parameter.Value = value.Value;

    public override TenantId Parse(object value) => new((string)value);
}
