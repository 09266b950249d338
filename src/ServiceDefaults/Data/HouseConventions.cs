using System.Text;
using CivicPlatform.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CivicPlatform.ServiceDefaults.Data;

/// <summary>
/// snake_case names, money and area as exact numerics, enums as text, versions as concurrency tokens.
/// </summary>
internal static class HouseConventions
{
    public static void Configure(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<Money>().HaveConversion<MoneyConverter>().HaveColumnType("numeric(18,2)");
        configuration.Properties<Area>().HaveConversion<AreaConverter>().HaveColumnType("numeric(12,2)");
        configuration.Properties<Enum>().HaveConversion<string>();
    }

    public static void Apply(ModelBuilder modelBuilder, ServiceDbContext db)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table && !entity.IsOwned()) entity.SetTableName(SnakeCase(table));
            NameColumns(entity);
            var type = entity.ClrType;
            if (typeof(IVersioned).IsAssignableFrom(type))
                entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
            if (typeof(ITenantOwned).IsAssignableFrom(type) && entity.BaseType is null)
                FilterMethod.MakeGenericMethod(type).Invoke(null, [modelBuilder, db]);
        }
    }

    /// <summary>CaseId -> case_id; a run of capitals stays one word.</summary>
    public static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var boundary = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (boundary) snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }

    private static void NameColumns(IMutableTypeBase type)
    {
        foreach (var property in type.GetDeclaredProperties())
            property.SetColumnName(SnakeCase(property.GetColumnName()));
        foreach (var complex in type.GetDeclaredComplexProperties()) NameColumns(complex.ComplexType);
    }

    private static readonly System.Reflection.MethodInfo FilterMethod = typeof(HouseConventions).GetMethod(
        nameof(FilterByScope), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;

    private static void FilterByScope<T>(ModelBuilder modelBuilder, ServiceDbContext db)
        where T : class, ITenantOwned =>
        modelBuilder.Entity<T>().HasQueryFilter(row => db.SeesAll
            || (db.Streets.Contains(row.StreetCode) && (!db.Narrowed || db.Communities.Contains(row.DivisionCode))));

    private sealed class MoneyConverter() : ValueConverter<Money, decimal>(m => m.Yuan, y => Money.FromYuan(y));

    private sealed class AreaConverter()
        : ValueConverter<Area, decimal>(a => a.SquareMetres, m => Area.FromSquareMetres(m));
}
