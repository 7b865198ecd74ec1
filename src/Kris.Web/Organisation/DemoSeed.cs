using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kris.Data;
using Kris.Data.Accounts;
using Kris.Domain.Accounts;
using Kris.Domain.Organisation;
using Microsoft.AspNetCore.Identity;

namespace Kris.Web.Organisation;

/// <summary>The invented municipality: its units, and people whose passwords are made up at the first start.</summary>
internal sealed class DemoSeed(SeededMunicipality demo, DateTimeOffset at)
{
    private const int Groups = 4;
    private const int GroupLength = 4;

    // Without the ones that are mistaken for each other: 31 letters and digits, sixteen of them, make 79 bits.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly List<(SeededAccount Account, string Password)> people =
        [.. demo.Accounts.Select(account => (account, MakePassword()))];

    /// <summary>User, password and duties, a person on each line.</summary>
    public string AccountsFile()
    {
        var file = new StringBuilder();
        foreach (var (account, password) in people)
        {
            var duties = string.Join(',', account.Duties.Select(duty => duty.Duty));
            file.Append(CultureInfo.InvariantCulture, $"{account.User}\t{password}\t{duties}\n");
        }

        return file.ToString();
    }

    public void AddTo(KrisDb db)
    {
        var units = new Dictionary<string, Unit>(StringComparer.Ordinal);
        foreach (var unit in demo.Units)
        {
            var kind = Enum.Parse<UnitKind>(unit.Kind, ignoreCase: true);
            units[unit.Code] = Unit.Create(unit.Name, kind, Actor.Machine, at);
        }

        db.AddRange(units.Values);
        foreach (var (account, login) in people.AsParallel().AsOrdered().Select(person => Make(person, units)))
        {
            db.Add(account);
            db.Add(login);
        }
    }

    private (Account Account, Login Login) Make(
        (SeededAccount Account, string Password) person, Dictionary<string, Unit> units)
    {
        var account = Account.Create(person.Account.User, person.Account.Name, Actor.Machine, at);
        if (person.Account.Phone is { } phone)
            account.SetPhone(phone, Actor.Machine);
        foreach (var held in person.Account.Duties)
        {
            var duty = Duties.Parse(held.Duty) ?? throw new InvalidDataException($"{held.Duty} is no duty.");
            var unit = held.Unit is null ? null : (Guid?)units[held.Unit].Id;
            account.Assign(duty, unit, from: at, until: null, Actor.Machine, at);
        }

        var login = Login.Of(account);
        login.SetPassword(new PasswordHasher<Login>().HashPassword(login, person.Password), mustChange: false);
        return (account, login);
    }

    private static string MakePassword() => string.Join(
        '-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLength)));
}
