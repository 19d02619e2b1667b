// What sentences say, looked over by eye: language and sentence, reading below. A line that changes is a change of what people get.

enum ReadingTable {
  struct Row: Sendable, CustomStringConvertible {
    let language: String
    let prompt: String
    let gloss: String
    var description: String { prompt }
  }

  static let rows: [Row] = {
    let lines = text.split(separator: "\n").map(String.init)
    return stride(from: 0, to: lines.count - 1, by: 2).map { index in
      Row(
        language: String(lines[index].prefix(2)), prompt: String(lines[index].dropFirst(3)),
        gloss: String(lines[index + 1].dropFirst(5)))
    }
  }()

  private static let text = """
    en a red fox jumps over a log
       = red fox; red fox jumping over log; log
    en two dogs and a cat run across a meadow
       = 2 dog; cat; dog and cat: run; meadow
    en a small white rabbit hops in the snow
       = small white rabbit; rabbit: bounce; snowfield
    en an old man with a long beard walks slowly down the street
       = grandfather; grandfather with 'beard'; 'beard'?; grandfather: walk slow; street
    en a girl in a yellow dress dances on the beach at sunset
       = girl; girl in dress; yellow dress; girl: dance; beach; sunset
    en a knight on a horse fights a green dragon
       = knight; knight on horse; horse; knight: fight dragon; green dragon
    en a boat sails from the right to the left
       = rowing boat; rowing boat: sail left
    en a train passes a red car
       = train; train passing car; red car
    en three ducks swim on a lake in the morning
       = 3 duck; duck: swim; river; dawn
    en a bear sleeps under a tree
       = brown bear; brown bear: sleep; brown bear under tree; tree
    en a bird sits on the back of an elephant
       = bird; bird: sit; bird riding elephant; elephant
    en a robot holding a flower stands next to a child
       = standing robot; standing robot holding tulip; tulip; standing robot: stand; standing robot beside girl; girl
    en a woman wearing a red hat rides a bicycle through the city
       = woman; woman wearing top hat; red top hat; woman riding bicycle; bicycle; woman through city; city
    en an apple to the left of a banana
       = apple; apple left of banana; banana
    en a bottle on top of a table
       = bottle; bottle on table; table
    en a ball between two boxes
       = soccer ball; soccer ball between package; 2 package
    en a cat hides behind a chair
       = cat; cat: hide; cat behind chair; chair
    en a shark chases a school of fish
       = shark; shark chasing fish; several fish
    en a dog follows a boy to the house
       = dog; dog following boy; boy; house
    en a plane flies above the clouds
       = airplane; airplane: fly; airplane above clouds; clouds
    en the moon over a castle at night
       = full moon; full moon over castle; castle; night
    en a horse without a rider
       = horse; no jockey
    en no cars, no people, just a quiet street
       = no car; no person; quiet street
    en a forest but no animals
       = forest; no dog
    en a cat that is not black
       = cat; not black
    en a dog does not move
       = dog; dog: not move
    en an empty street in the rain
       = no person; street; rain
    en nobody on the beach
       = no person; beach
    en a car that is red
       = red car
    en the cat is orange and the dog is white
       = orange cat; white dog
    en an orange on a plate
       = orange; orange on plate with fork and knife; plate with fork and knife
    en an orange cat eats an orange
       = orange cat; cat: eat orange; orange
    en a watch on a table
       = watch; watch on table; table
    en a man watches a bird
       = man; man: look bird; bird
    en a crane lifts a box
       = crane; crane: knock package; package
    en a bat hangs in a cave
       = bat; bat: swing; cave
    en a baseball bat and a ball
       = baseball bat; soccer ball
    en a mouse next to a keyboard
       = mouse; mouse beside keyboard; keyboard
    en a crimson dragon breathes fire over a medieval castle
       = crimson dragon; dragon: breathe fire; dragon over medieval; medieval; castle
    en a sky-blue car drives fast
       = sky blue car; car: drive fast
    en a dark green turtle
       = dark green turtle
    en a black and white cat
       = black white cat
    en black and white, a cat walks in an alley
       = black and white; cat; cat: walk; alley
    en oil painting of a lighthouse
       = oil painting; lighthouse
    en a watercolor of two swans on a river
       = watercolor; 2 swan; river
    en pixel art, a wizard casts a spell
       = pixel; sorcerer; sorcerer: cast
    en a city in cyberpunk style at night
       = city; cyberpunk; night
    en an astronaut on the moon, film noir
       = standing astronaut; moon surface; noir
    en vhs style, a clown laughs
       = vhs; clown; clown: smile
    en zoom in on a flower
       = camera zoom in (tulip); tulip
    en the camera pans right across the mountains
       = camera pan right (mountains); mountains
    en the camera follows a running horse
       = camera track (horse); horse: run; horse
    en camera orbits around a statue of liberty
       = camera orbit (Statue of Liberty); Statue of Liberty
    en static shot of a candle
       = camera still; candle
    en aerial view of an island
       = camera aerial (desert island); desert island
    en handheld camera, a man runs through a forest
       = camera handheld; man; man: run; man through forest; forest
    en close-up of a bee on a flower
       = close up; bee; bee on tulip; tulip
    en wide shot, a camel in the desert
       = wide; camel; desert
    en dolly out, then pan left
       = camera dolly out; then; camera pan left
    en the camera zooms out slowly while a boy waves
       = camera zoom out slow; while; boy; boy: wave
    en first a bird lands, then it flies away
       = first; bird; bird: down; then; bird: recede
    en a frog jumps until it reaches the water
       = frog; frog: jump; until; frog: move; sea
    en a cat walks to the right, stops, then turns around
       = cat; cat: walk right; cat: stop; then; cat: turn
    en a turtle crosses the road for 5 seconds
       = turtle; turtle: move; city; 5.0 s
    en a man enters from the left
       = man; man: enter right
    en a ghost appears and disappears
       = ghost; ghost: enter; ghost: exit
    en a butterfly flies in circles around a flower
       = butterfly; butterfly: fly orbit; butterfly around tulip; tulip
    en a rocket takes off into space
       = rocket; rocket: up; space
    en snow falls on a village
       = snow; city
    en it rains on a green field
       = rain; meadow
    en a foggy morning in the mountains
       = fog; dawn; mountains
    en in the 1920s, a man dances in a bar
       = twenties; man; man: dance; bar
    en a futuristic city with flying cars
       = future; city; city with car; car: fly; several car
    en 🐶 chases 🐱
       = dog; dog chasing cat; cat
    en 🌈 over a farm
       = rainbow; rainbow over farm; farm
    en 🦊 and 🐻 in the forest
       = fox; bear; forest
    en masterpiece, best quality, a cat, 8k
       = cat
    en (blue:1.2) bird, highly detailed --ar 16:9
       = blue bird
    en a elephnat drinks water
       = elephant; elephant: drink; sea
    en a giraff eats leaves
       = giraffe; giraffe: eat maple leaf; several maple leaf
    en two children play with a kite in the park
       = 2 girl; girl: play kite; kite; meadow
    en twenty-one sheep in a field
       = 21 sheep; meadow
    en a dozen penguins
       = 12 penguin
    en a flock of birds
       = several bird
    en a pair of glasses on a book
       = glasses; glasses on closed book; closed book
    en hundreds of butterflies
       = several butterfly
    en a hippogriff flies over a lake
       = 'hippogriff'?; 'hippogriff': fly; 'hippogriff' over river; river
    en a gleeb sits on a chair
       = 'gleeb'?; 'gleeb': sit; 'gleeb' on chair; chair
    en a car to the right of a bus, a bicycle to the left of the bus
       = car; car right of bus; bus; bicycle; bicycle left of bus
    en a big brown bear catches a small silver fish
       = large brown bear; brown bear: catch fish; small silver fish
    en a pirate ship in a storm
       = pirate ship; rain
    en a black hat on a white horse
       = black top hat; top hat on horse; white horse
    en a fox and a rabbit run towards each other
       = red fox; rabbit; red fox and rabbit: run; red fox and rabbit toward red fox and rabbit
    en a dog is chased by a cat
       = dog; dog chased by cat; cat
    en a boy flies a kite
       = boy; boy: fly kite; kite
    en a cup of coffee on a desk
       = cup of coffee; cup of coffee on desk; desk
    en a fire truck drives to the left quickly
       = fire truck; fire truck: drive left fast
    en MARA walks into the kitchen, MARA sits down
       = MARA; MARA: walk; kitchen; MARA: sit
    en a dog runs from the left to the right
       = dog; dog: run right
    en a ship goes right to left at sea
       = ship; ship: move left; sea
    en a street without cars
       = street; no car
    en a car drives without rain
       = car; car: drive; no rain
    en a cat and not a dog
       = cat; no dog
    en one fox and two rabbits in the forest
       = red fox; 2 rabbit; forest
    en two foxes and a wolf in the snow
       = 2 red fox; grey wolf; snowfield
    en a black cat with a red ball
       = black cat; black cat with soccer ball; red soccer ball
    en a fox & a cat in the snow
       = red fox; cat; snowfield
    en a yellow car drives past a red bus
       = yellow car; car: drive; car past bus; red bus
    en wolves in the snow
       = several grey wolf; snowfield
    en buses in the city
       = several bus; city
    en several birds in the sky
       = several bird; sky
    en a dozen sheep
       = 12 sheep
    en a (red:1.3) fox
       = red fox
    en ((red)) fox, masterpiece
       = red fox
    en a red-fox in the snow
       = red fox; snowfield
    en a dragon breathes fire
       = dragon; dragon: breathe fire
    en in the style of van gogh, a fox
       = van gogh; red fox
    en a blue sky over a green meadow with a red fox
       = blue sky; sky over meadow; green meadow; meadow with red fox; red fox
    en a blue fox in the snow
       = blue red fox; snowfield
    en a rabbit runs fast to the right and a turtle walks slowly to the left in the meadow
       = rabbit; rabbit: run fast right; turtle; turtle: walk slow left; meadow
    en a cat under a tree
       = cat; cat under tree; tree
    en a fox runs behind a tree and comes out on the other side
       = red fox; red fox: run; red fox behind tree; tree; red fox: enter through
    en the camera orbits around a fox
       = camera orbit (red fox); red fox
    en dolly in on a fox
       = camera dolly in (red fox); red fox
    en a 🐱 in the snow
       = cat; snowfield
    en 🦊🦊
       = 2 fox
    en a fox runs to the left quickly through the snow
       = red fox; red fox: run left fast; snowfield
    en a lighthouse on a coast at dusk
       = lighthouse; beach; sunset
    en the bridge
       = bridge
    en a cat on a bridge
       = cat; bridge
    en MARA rides a horse, then she stops
       = MARA; MARA riding horse; horse; then; MARA: stop
    en a light blue car, no people, --ar 16:9
       = light blue car; no person
    en a orange cat and an orange on a table
       = orange cat; orange; cat and orange on table; table
    en first the dog walks to the right, then it stops and turns round
       = first; dog; dog: walk right; then; dog: stop; dog: turn
    en a duck swims while a bat flies over a lake
       = duck; duck: swim; while; bat; bat: fly; bat over river; river
    en the camera slowly pans left, then tilts up
       = camera pan left slow; then; camera tilt up
    en a man wearing a black hat is riding a white horse
       = man; man wearing top hat; black top hat; man riding horse; white horse
    en seven penguins walk across the ice for ten seconds
       = 7 penguin; penguin: walk; snowfield; 10.0 s
    en a flock of birds and a pair of scissors
       = several bird; scissors
    en a kat chases a elefant
       = cat; cat chasing elephant; elephant
    de ein roter Drache fliegt nach links
       = red dragon; dragon: fly left
    de zwei Hunde jagen eine Katze durch den Wald
       = 2 dog; dog chasing cat; cat; dog through forest; forest
    de eine Straße ohne Autos im Regen
       = street; no car; rain
    de ein kleiner weißer Hase hüpft im Schnee
       = small white rabbit; rabbit: bounce; snowfield
    de der Fuchs schläft unter einem Baum
       = red fox; red fox: sleep; red fox under tree; tree
    de drei Enten schwimmen auf dem See am Morgen
       = 3 duck; duck: swim; river; dawn
    de ein alter Mann mit einem Hut geht langsam durch die Stadt
       = grandfather; grandfather wearing top hat; top hat; grandfather: walk slow; grandfather through city; city
    de eine Katze links von einem Hund
       = cat; cat left of dog; dog
    de ein Schiff auf dem Meer bei Sonnenuntergang
       = ship; sea; sunset
    de die Kamera folgt einem Pferd
       = camera track (horse); horse
    de Nahaufnahme einer Blume
       = close up; tulip
    de ein Bär und ein Wolf kämpfen in der Nacht
       = brown bear; grey wolf; brown bear and grey wolf: fight; night
    de keine Menschen am Strand
       = no person; beach
    de ein Auto fährt schnell nach rechts, dann hält es an
       = car; car: drive fast right; then; car: stop
    de ein Ritter reitet auf einem schwarzen Pferd
       = knight; knight riding horse; black horse
    fr deux chiens courent vers la droite dans la neige
       = 2 dog; dog: run right; snowfield
    fr un chat dort sous une table
       = cat; cat: sleep; cat under table; table
    fr une rue sans voitures la nuit
       = street; no car; night
    fr un petit oiseau bleu vole dans le ciel
       = small blue bird; bird: fly; sky
    fr une femme avec un chapeau rouge marche dans la ville
       = woman; woman with top hat; red top hat; woman: walk; city
    fr trois canards nagent sur le lac
       = 3 duck; duck: swim; river
    fr un cheval blanc à gauche d'une vache
       = white horse; horse left of cow; cow
    fr un dragon vert crache du feu
       = green dragon; dragon: breathe fire
    fr gros plan d'une fleur
       = close up; tulip
    fr la caméra suit un cheval
       = camera track (horse); horse
    fr un bateau sur la mer au coucher du soleil
       = rowing boat; sea; sunset
    fr un garçon mange une pomme
       = boy; boy: eat apple; apple
    fr personne sur la plage
       = no person; beach
    fr un lapin saute, puis il dort
       = rabbit; rabbit: jump; then; rabbit: sleep
    fr une voiture jaune roule vite vers la gauche
       = yellow car; car: drive fast left
    es un perro rojo corre hacia la izquierda por la playa
       = red dog; dog: run left; dog through beach; beach
    es una calle sin coches de noche
       = street; no car; night
    es dos gatos negros duermen
       = 2 black cat; cat: sleep
    es un niño juega con una pelota en el parque
       = boy; boy: play soccer ball; soccer ball; meadow
    es un pájaro azul vuela sobre el mar
       = blue bird; bird: fly; sea
    es una mujer con un sombrero rojo camina lentamente
       = woman; woman with womans hat; red womans hat; woman: walk slow
    es un caballo a la derecha de una vaca
       = horse; horse right of cow; cow
    es tres patos nadan en el lago
       = 3 duck; duck: swim; river
    es un dragón verde escupe fuego
       = green dragon; dragon: breathe fire
    es primer plano de una flor
       = close up; tulip
    es un barco en el mar al atardecer
       = ship; sea; sunset
    es la cámara sigue a un caballo
       = camera track (horse); horse
    es nadie en la playa
       = no person; beach
    es un coche amarillo va rápido hacia la derecha
       = yellow car; car: move fast right
    es un conejo salta y luego duerme
       = rabbit; rabbit: jump; then; rabbit: sleep
    it due gatti bianchi dormono
       = 2 white cat; cat: sleep
    it un cane rosso corre verso sinistra
       = red dog; dog: run left
    it una strada senza auto di notte
       = street; no car; night
    it un uccello blu vola nel cielo
       = blue bird; bird: fly; sky
    it tre anatre nuotano nel lago
       = 3 duck; duck: swim; river
    it una donna con un cappello rosso cammina lentamente
       = woman; woman with top hat; red top hat; woman: walk slow
    it un cavallo a sinistra di una mucca
       = horse; horse left of cow; cow
    it un drago verde vola sopra un castello
       = green dragon; dragon: fly; dragon above castle; castle
    it un bambino mangia una mela
       = boy; boy: eat apple; apple
    it nessuno sulla spiaggia
       = no person; beach
    it primo piano di un fiore
       = close up; tulip
    it una barca sul mare al tramonto
       = rowing boat; sea; sunset
    it un coniglio salta, poi dorme
       = rabbit; rabbit: jump; then; rabbit: sleep
    it la volpe insegue un topo nella foresta
       = red fox; red fox chasing mouse; mouse; forest
    it una macchina gialla va veloce a destra
       = yellow car; car: move fast right
    pt um cavalo branco corre na praia
       = white horse; horse: run; beach
    pt uma rua sem carros à noite
       = street; no car; night
    pt dois gatos pretos dormem
       = 2 black cat; cat: sleep
    pt um pássaro azul voa no céu
       = blue bird; bird: fly; sky
    pt um cachorro corre para a direita
       = dog; dog: run right
    pt três patos nadam no lago
       = 3 duck; duck: swim; river
    pt uma mulher com um chapéu vermelho caminha devagar
       = woman; woman with top hat; red top hat; woman: walk slow
    pt um cavalo à esquerda de uma vaca
       = horse; horse left of cow; cow
    pt um dragão verde voa
       = green dragon; dragon: fly
    pt um menino come uma maçã
       = boy; boy: eat apple; apple
    pt ninguém na praia
       = no person; beach
    pt um barco no mar ao pôr do sol
       = rowing boat; sea; sunset
    pt um coelho salta, depois dorme
       = rabbit; rabbit: jump; then; rabbit: sleep
    pt a raposa persegue um rato na floresta
       = red fox; red fox chasing rat; rat; forest
    pt um carro amarelo vai rápido para a esquerda
       = yellow car; car: move fast left
    nl een rode vos loopt door de sneeuw
       = red fox; red fox: walk; snowfield
    nl twee honden rennen naar rechts
       = 2 dog; dog: run right
    nl een straat zonder auto's in de nacht
       = street; no car; night
    nl een blauwe vogel vliegt boven de zee
       = blue bird; bird: fly; bird above sea; sea
    nl drie eenden zwemmen in het meer
       = 3 duck; duck: swim; river
    nl een vrouw met een rode hoed loopt langzaam
       = woman; woman with top hat; red top hat; woman: walk slow
    nl een paard links van een koe
       = horse; horse left of cow; cow
    nl een groene draak vliegt naar links
       = green dragon; dragon: fly left
    nl een jongen eet een appel
       = boy; boy: eat apple; apple
    nl niemand op het strand
       = no person; beach
    nl een boot op zee bij zonsondergang
       = rowing boat; sea; sunset
    nl een konijn springt, dan slaapt het
       = rabbit; rabbit: jump; then; rabbit: sleep
    nl de vos achtervolgt een muis in het bos
       = red fox; red fox chasing mouse; mouse; forest
    nl een gele auto rijdt snel
       = yellow car; car: drive fast
    nl een witte kat slaapt onder een tafel
       = white cat; cat: sleep; cat under table; table
    pl czerwony lis biegnie przez las
       = red fox; red fox: run; red fox through forest; forest
    pl dwa psy biegną w prawo
       = 2 dog; dog: run right
    pl ulica bez samochodów w nocy
       = street; no car; night
    pl niebieski ptak leci nad morzem
       = blue bird; bird: fly; bird above sea; sea
    pl trzy kaczki pływają w jeziorze
       = 3 duck; duck: swim; river
    pl kobieta z czerwonym parasolem idzie powoli
       = woman; woman with umbrella; red umbrella; woman: walk slow
    pl koń na lewo od krowy
       = horse; horse left of cow; cow
    pl zielony smok leci w lewo
       = green dragon; dragon: fly left
    pl chłopiec je jabłko
       = boy; boy: eat apple; apple
    pl nikogo na plaży
       = no person; beach
    pl statek na morzu o zachodzie słońca
       = ship; sea; sunset
    pl królik skacze, potem śpi
       = rabbit; rabbit: jump; then; rabbit: sleep
    pl lis goni mysz w lesie
       = red fox; red fox chasing mouse; mouse; forest
    pl żółty samochód jedzie szybko
       = yellow car; car: drive fast
    pl biały kot śpi pod stołem
       = white cat; cat: sleep; cat under table; table
    tr kırmızı bir tilki ormanda koşuyor
       = red fox; forest; red fox: run
    tr iki köpek sağa koşuyor
       = 2 dog; dog: run right
    tr gece arabalar olmadan bir sokak
       = night; no car; street
    tr mavi bir kuş gökyüzünde uçuyor
       = blue bird; sky; bird: fly
    tr üç ördek gölde yüzüyor
       = 3 duck; river; duck: swim
    tr ağacın altında bir kedi
       = tree; cat under tree; cat
    tr iki beyaz kedi uyuyor
       = 2 white cat; cat: sleep
    tr yeşil bir ejderha sola uçuyor
       = green dragon; dragon: fly left
    tr bir çocuk elma yiyor
       = girl; apple; girl: eat apple
    tr plajda kimse yok
       = beach; no person
    tr gün batımında denizde bir gemi
       = sunset; sea; ship
    tr bir tavşan zıplıyor, sonra uyuyor
       = rabbit; rabbit: jump; then; rabbit: sleep
    tr köpek kediyi kovalıyor
       = dog; cat; dog chasing cat
    tr sarı bir araba hızla gidiyor
       = yellow car; car: move fast
    tr beyaz bir at karda koşuyor
       = white horse; snowfield; horse: run
    ja 赤いドラゴンが左へ飛ぶ
       = red dragon; dragon: fly left
    ja 木の下に猫がいる
       = tree; cat under tree; cat
    ja 犬が猫を追いかける
       = dog; cat; dog chasing cat
    ja 二匹の犬が公園で走っている
       = 2 dog; meadow; dog: run
    ja 車のない通り
       = no car; street
    ja 青い鳥が空を飛んでいる
       = blue bird; sky; bird: fly
    ja 女の子が赤い帽子をかぶっている
       = girl; red top hat; girl wearing top hat
    ja 白い馬が雪の中を走る
       = white horse; snowfield; horse: run
    ja 海の上の船
       = sea; ship on sea; ship
    ja 夜の街
       = night; city
    ja 子供がりんごを食べている
       = girl; apple; girl: eat apple
    ja 猫が椅子の後ろで寝ている
       = cat; chair; cat behind chair; cat: sleep
    ja うさぎが跳ねる、それから眠る
       = rabbit; rabbit: jump; then; rabbit: sleep
    ja 黄色い車が右へ速く走る
       = yellow car; car: run right fast
    ja キツネと熊が森にいる
       = red fox; brown bear; forest
    zh 一只黑猫在树下睡觉
       = black cat; tree; black cat under tree; black cat: sleep
    zh 两只狗在公园里跑
       = 2 dog; meadow; dog: run
    zh 没有汽车的街道
       = no car; street
    zh 一只蓝色的鸟在天空中飞
       = blue bird; sky; bird: fly
    zh 一条绿龙向左飞
       = green dragon; dragon: fly left
    zh 狗追猫
       = dog; dog chasing cat; cat
    zh 一个女孩戴着红色的帽子
       = girl; girl wearing top hat; red top hat
    zh 白马在雪地里奔跑
       = white horse; snowfield; horse: run
    zh 海上的船
       = sea; ship
    zh 晚上的城市
       = night; city
    zh 孩子吃苹果
       = girl; girl: eat apple; apple
    zh 猫在椅子后面睡觉
       = cat; chair; cat behind chair; cat: sleep
    zh 兔子跳，然后睡觉
       = rabbit; rabbit: jump; then; rabbit: sleep
    zh 黄色的汽车快速向右行驶
       = yellow car; car: drive fast right
    zh 狐狸和熊在森林里
       = red fox; brown bear; forest
    """
}
