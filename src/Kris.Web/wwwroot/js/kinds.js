// The kinds of line and which fields each of them asks for. Codes are those of the API.
export const kinds = {
  anteckning: { label: 'Anteckning', fields: [] },
  inkommet: { label: 'Inkommet', fields: ['from', 'to', 'channel', 'reliability'] },
  utgaende: { label: 'Utgående', fields: ['to', 'from', 'channel'] },
  beslut: { label: 'Beslut', fields: [] },
  atgard: { label: 'Åtgärd', fields: ['to'] },
  observation: { label: 'Observation', fields: ['from', 'reliability'] },
  rattelse: { label: 'Rättelse', fields: [] },
};

export const reliabilities = { bekraftad: 'bekräftad', trolig: 'trolig', obekraftad: 'obekräftad' };

export const channels = ['telefon', 'Rakel', 'e-post', 'sms', 'möte', 'på plats', 'WIS', 'webb', 'media'];

export const maxText = 10_000;
export const maxField = 200;
