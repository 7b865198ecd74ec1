// The duties by code, as they are named after @. Kept here so that they can be named without a server.
export const duties = {
  tib: 'TiB',
  stabschef: 'stabschef',
  stabsmedlem: 'stabsmedlem',
  loggforare: 'loggförare',
  kommundirektor: 'kommundirektör',
  beredskapssamordnare: 'beredskapssamordnare',
  forvaltningschef: 'förvaltningschef',
  kommunikator: 'kommunikatör',
  'kln-ordforande': 'krisledningsnämndens ordförande',
  'kln-vice': 'krisledningsnämndens vice ordförande',
  'kln-ledamot': 'ledamot i krisledningsnämnden',
  registrator: 'registrator',
  administrator: 'administratör',
  lasare: 'läsare',
};
